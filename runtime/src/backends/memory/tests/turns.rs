//! Writers beside each other and beside readers, and calls that are given up half way.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use super::fixture::{NODE, RANK, id, ids, insert, row, rows, store};
use crate::backend::{Assignment, Change, Executor, Insert, Select, Update};
use crate::query::{CompareOp, Predicate};
use crate::value::Value;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_racing_writers_one_wins_and_no_change_is_lost() {
    let store = Arc::new(store().await);
    insert(&*store, &NODE, &[row(1, None, None, Some(0)), row(2, None, None, None)]).await.unwrap();
    let tasks: Vec<_> = (0..64)
        .map(|n| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                let raise = vec![Assignment { column: RANK, change: Change::Add(1) }];
                store.update(Update::new(&NODE, id(1), raise)).await.unwrap();
                let free = id(2).and(Predicate::IsNull { column: RANK });
                let claim = vec![Assignment { column: RANK, change: Change::Set(Value::Int(n)) }];
                store.update(Update::new(&NODE, free, claim)).await.unwrap().count
            })
        })
        .collect();
    let mut winners = 0;
    for task in tasks {
        winners += task.await.unwrap();
    }
    assert_eq!(winners, 1);
    assert_eq!(rows(&*store, &NODE, id(1)).await[0][RANK], Value::Int(64));
}

#[tokio::test]
async fn a_long_write_lets_others_run_and_shows_nothing_before_its_end() {
    let store = store().await;
    insert(&store, &NODE, &[row(0, None, None, None)]).await.unwrap();
    let many: Vec<_> = (1..=5_000).map(|n| row(n, Some(0), None, Some(n))).collect();
    let mut context = Context::from_waker(Waker::noop());

    // Given up half way: nothing happened, and the next writer gets its turn.
    let mut given_up = store.insert(Insert { schema: &NODE, rows: many.clone() });
    assert!(given_up.as_mut().poll(&mut context).is_pending());
    assert_eq!(ids(&store, &NODE).await, [0]);
    let mut waiting = store.insert(Insert { schema: &NODE, rows: vec![row(9_000, None, None, None)] });
    let mut behind = store.insert(Insert { schema: &NODE, rows: vec![row(9_001, None, None, None)] });
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    assert!(behind.as_mut().poll(&mut context).is_pending());
    drop(given_up);
    drop(waiting);
    assert!(matches!(behind.as_mut().poll(&mut context), Poll::Ready(Ok(()))));
    assert_eq!(ids(&store, &NODE).await, [0, 9_001]);

    let mut slices = 1;
    let mut insert = store.insert(Insert { schema: &NODE, rows: many });
    while insert.as_mut().poll(&mut context).is_pending() {
        slices += 1;
    }
    assert!(slices > 10);
    let high = Predicate::Compare { column: RANK, op: CompareOp::Gt, value: Value::Int(4_000) };
    let mut select = store.select(Select::new(&NODE, high));
    assert!(select.as_mut().poll(&mut context).is_pending());
    assert_eq!(select.await.unwrap().rows.len(), 1_000);
}
