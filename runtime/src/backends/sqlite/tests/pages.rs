use super::fixture::*;
use crate::backend::{Executor, Select};
use crate::query::{Order, Predicate};
use crate::value::{Row, Value};

fn rows() -> Vec<Row> {
    // Nulls and ties in both columns of the order.
    let value = |number: i64| {
        if number == 0 { Value::Null } else { Value::Int(number) }
    };
    let text = |number: i64| {
        if number == 0 { Value::Null } else { text(&"x".repeat(number as usize)) }
    };
    (0..60).map(|id| vec![Value::Int(id), value(0), text(id % 4)]).collect()
}

#[tokio::test]
async fn pages_neither_repeat_nor_skip() {
    let sqlite = memory().await;
    let wide: Vec<Row> = (0..60_i64)
        .map(|id| {
            let mut row = vec![Value::Null; 12];
            row[0] = Value::Int(id * 7 % 60);
            row[3] = [Value::Null, text("a"), text("b"), text("B")][id as usize % 4].clone();
            row[11] = if id % 5 == 0 { Value::Null } else { Value::Int(id % 3) };
            row
        })
        .collect();
    insert(&sqlite, &WIDE, wide.clone()).await.unwrap();
    for flags in 0..8 {
        let down = |bit: u32| flags >> bit & 1 == 1;
        for order in [
            vec![by(0, down(0))],
            vec![by(3, down(0)), by(0, down(1))],
            vec![by(3, down(0)), by(11, down(1)), by(0, down(2))],
            vec![by(0, down(0)), by(3, down(1))],
        ] {
            let mut expected = wide.clone();
            expected.sort_by(|a, b| Order::compare(&order, a, b));
            for size in [1, 7, 60] {
                let mut found = Vec::new();
                let mut after: Option<Vec<Value>> = None;
                loop {
                    let select = Select {
                        order: order.clone(),
                        after: after.clone(),
                        limit: Some(size),
                        total: true,
                        ..Select::new(&WIDE, Predicate::EVERYTHING)
                    };
                    let page = sqlite.select(select).await.unwrap();
                    assert_eq!(page.total, Some(60));
                    assert!(page.rows.len() <= size as usize);
                    let Some(last) = page.rows.last() else { break };
                    after = Some(order.iter().map(|by| last[by.column].clone()).collect());
                    found.extend(page.rows);
                }
                assert!(found == expected, "{order:?} in pages of {size}");
            }
        }
    }
}

#[tokio::test]
async fn totals_ignore_limit_and_position() {
    let sqlite = memory().await;
    insert(&sqlite, &NODE, rows()).await.unwrap();
    let half = Predicate::Compare { column: 0, op: crate::query::CompareOp::Lt, value: Value::Int(30) };
    let total = |select: Select| async { sqlite.select(select).await.unwrap() };
    let select = Select { total: true, ..Select::new(&NODE, half.clone()) };
    let limited = |limit| Select { limit: Some(limit), ..select.clone() };
    assert_eq!(total(select.clone()).await.total, Some(30));
    assert_eq!(total(limited(5)).await.total, Some(30));
    let only = total(limited(0)).await;
    assert!(only.total == Some(30) && only.rows.is_empty());
    let past = Select { order: vec![by(0, false)], after: Some(vec![Value::Int(99)]), ..limited(5) };
    let past = total(past).await;
    assert!(past.total == Some(30) && past.rows.is_empty());
    let none = Select { filter: Predicate::Any(Vec::new()), ..limited(5) };
    assert_eq!(total(none).await.total, Some(0));
    assert_eq!(total(Select { total: false, ..limited(5) }).await.total, None);
}
