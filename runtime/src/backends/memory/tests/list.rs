//! Orders, pages, limits and totals.

use super::fixture::{ID, NODE, PARENT, RANK, insert, is, row, store};
use crate::backend::{Executor, Select};
use crate::backends::memory::Memory;
use crate::query::{Order, Predicate};
use crate::value::{Row, Value};

async fn ranked() -> Memory {
    let store = store().await;
    insert(&store, &NODE, &[row(0, None, None, Some(5))]).await.unwrap();
    // Three rows of each rank, and three without one.
    let rows: Vec<_> = (1..=30).map(|n| row(n, Some(0), None, (n % 10 != 0).then_some(n % 10))).collect();
    insert(&store, &NODE, &rows).await.unwrap();
    store
}

#[tokio::test]
async fn pages_neither_repeat_nor_skip() {
    let store = ranked().await;
    // With the index's order, against it, and with no index; with the id's either way round.
    for filter in [is(PARENT, Value::Int(0)), Predicate::Not(Box::new(is(PARENT, Value::Null)))] {
        for (descending, id_descending) in [(false, false), (false, true), (true, false), (true, true)] {
            let order =
                vec![Order { column: RANK, descending }, Order { column: ID, descending: id_descending }];
            let select = Select { order: order.clone(), ..Select::new(&NODE, filter.clone()) };
            let all = store.select(select.clone()).await.unwrap().rows;
            assert_eq!(all.len(), 30);
            assert!(all.is_sorted_by(|a, b| Order::compare(&order, a, b).is_lt()));
            assert_eq!(all[if descending { 29 } else { 0 }][RANK], Value::Null);
            for limit in [1, 2, 7, 29, 30] {
                let (mut paged, mut after): (Vec<Row>, _) = (Vec::new(), None);
                loop {
                    let select =
                        Select { limit: Some(limit), after: after.take(), total: true, ..select.clone() };
                    let page = store.select(select).await.unwrap();
                    assert_eq!(page.total, Some(30));
                    let Some(last) = page.rows.last() else { break };
                    after = Some(vec![last[RANK].clone(), last[ID].clone()]);
                    paged.extend(page.rows);
                }
                assert_eq!(paged, all, "{descending} {id_descending} {limit}");
            }
        }
    }
}

#[tokio::test]
async fn limits_and_totals() {
    let store = ranked().await;
    let select = |limit, total| Select { limit, total, ..Select::new(&NODE, is(PARENT, Value::Int(0))) };
    let counted = store.select(select(Some(0), true)).await.unwrap();
    assert_eq!((counted.rows.len(), counted.total), (0, Some(30)));
    let some = store.select(select(Some(4), false)).await.unwrap();
    assert_eq!((some.rows.len(), some.total), (4, None));
    let everything = Select { limit: Some(0), total: true, ..Select::new(&NODE, Predicate::EVERYTHING) };
    assert_eq!(store.select(everything).await.unwrap().total, Some(31));
}
