//! Futures of a transaction that are dropped half way, at each of the moments at which they wait.

use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use super::fixture::{NODE, RANK, conflict, id, ids, insert, row, set, update};
use super::transactions::{has_ended, is_refused, rank, ranked, set_rank};
use crate::backend::{Assignment, Backend, Change, Insert, Transaction, Update};
use crate::backends::memory::Memory;
use crate::future::BoxFuture;
use crate::query::Predicate;
use crate::value::{Row, Value};

/// Polls `times` and says whether it is still under way; then it is dropped.
fn poll_and_drop<T>(mut future: BoxFuture<'_, T>, times: usize) -> bool {
    let mut context = Context::from_waker(Waker::noop());
    (0..times).all(|_| future.as_mut().poll(&mut context).is_pending())
}

fn many() -> Vec<Row> {
    (100..2_000).map(|n| row(n, Some(1), None, Some(n))).collect()
}

#[tokio::test]
async fn an_operation_leaves_nothing_and_its_turn_to_the_next() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    let rows = many();
    let mut times = 0;
    while poll_and_drop(tx.insert(Insert { schema: &NODE, rows: rows.clone() }), times) {
        assert_eq!(ids(&*tx, &NODE).await, [1, 2, 3]);
        times += 1;
    }
    assert!(times > 10);
    // The last one was done, though nobody has asked for its answer.
    assert_eq!(ids(&*tx, &NODE).await.len(), 3 + rows.len());
    let low = Predicate::Not(Box::new(id(1)));
    let raise = || tx.update(Update::new(&NODE, low.clone(), vec![set(RANK, Value::Int(1))]));
    let mut times = 0;
    while poll_and_drop(raise(), times) {
        assert_eq!(rank(&*tx, 150).await, 150);
        times += 1;
    }
    assert!(times > 10);
    assert_eq!(rank(&*tx, 150).await, 1);
    for mark in 1..4 {
        drop(tx.savepoint(mark));
        tx.abandon(mark);
        poll_and_drop(tx.savepoint(mark), 1);
        poll_and_drop(tx.release(mark), 1);
    }
    tx.commit().await.unwrap();
    assert_eq!(rank(&store, 150).await, 1);
}

#[tokio::test]
async fn operations_take_effect_in_the_order_in_which_they_are_first_polled() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    let mut context = Context::from_waker(Waker::noop());
    let mut long = tx.insert(Insert { schema: &NODE, rows: many() });
    assert!(long.as_mut().poll(&mut context).is_pending());
    let rank_to = |rank| tx.update(update(id(1), vec![set(RANK, Value::Int(rank))]));
    let (mut given_up, mut one, mut two) = (rank_to(1), rank_to(2), rank_to(3));
    for waiting in [&mut given_up, &mut one, &mut two] {
        assert!(waiting.as_mut().poll(&mut context).is_pending());
    }
    long.await.unwrap();
    // Its turn has come, but it never gets to know.
    assert!(two.as_mut().poll(&mut context).is_pending());
    drop(given_up);
    assert!(two.as_mut().poll(&mut context).is_pending());
    let (two, one) = tokio::join!(two, one);
    assert_eq!((one.unwrap().count, two.unwrap().count), (1, 1));
    assert_eq!(rank(&*tx, 1).await, 3);
}

/// A transaction with a long record, and a store that has changed since it began: its commit takes a while.
async fn to_be_repeated(clash: bool) -> (Memory, Box<dyn Transaction>) {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    rank(&*tx, 1).await;
    insert(&*tx, &NODE, &many()).await.unwrap();
    for n in 0..40 {
        set_rank(&*tx, 2, n).await;
    }
    set_rank(&store, if clash { 1 } else { 3 }, 5).await;
    (store, tx)
}

#[tokio::test]
async fn a_commit_does_all_or_nothing_and_ends_it() {
    let mut times = 0;
    loop {
        let (store, tx) = to_be_repeated(false).await;
        let pending = poll_and_drop(tx.commit(), times);
        if times > 0 {
            assert!(has_ended(tx.commit().await) && has_ended(tx.savepoint(1).await));
        }
        // Whether it was given up or not, others can write.
        set_rank(&store, 3, 6).await;
        let stored = ids(&store, &NODE).await.len();
        if !pending {
            assert_eq!((stored, rank(&store, 2).await, rank(&store, 3).await), (3 + many().len(), 39, 6));
            break;
        }
        assert_eq!((stored, rank(&store, 2).await), (3, 0));
        times += 1;
    }
    assert!(times > 10);
    let (store, tx) = to_be_repeated(true).await;
    assert!(is_refused(&*tx).await);
    assert_eq!(ids(&store, &NODE).await, [1, 2, 3]);
}

#[tokio::test]
async fn a_transaction_that_is_dropped_in_the_middle_of_a_call_is_gone() {
    let store = ranked().await;
    for times in 0..5 {
        let tx = store.begin().await.unwrap();
        set_rank(&*tx, 1, 9).await;
        assert!(poll_and_drop(tx.insert(Insert { schema: &NODE, rows: many() }), times));
        let mut under_way = tx.insert(Insert { schema: &NODE, rows: many() });
        let mut context = Context::from_waker(Waker::noop());
        assert!(under_way.as_mut().poll(&mut context).is_pending());
        tx.abandon(0);
        assert!(has_ended(under_way.await));
    }
    assert!(poll_and_drop(store.begin(), 0));
    let tx = store.begin().await.unwrap();
    assert_eq!(conflict(&insert(&*tx, &NODE, &[row(1, None, None, None)]).await.unwrap_err()).0, "primary");
    tx.commit().await.unwrap();
    assert_eq!((ids(&store, &NODE).await, rank(&store, 1).await), (vec![1, 2, 3], 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_can_share_one() {
    let store = ranked().await;
    let tx: Arc<dyn Transaction> = Arc::from(store.begin().await.unwrap());
    let tasks: Vec<_> = (0..64)
        .map(|n| {
            let tx = Arc::clone(&tx);
            tokio::spawn(async move {
                let many: Vec<_> = (0..100).map(|m| row(1_000 + n * 100 + m, None, None, None)).collect();
                let raise = Assignment { column: RANK, change: Change::Add(1) };
                // Some don't wait for their turn to the end.
                let given_up = tokio::time::timeout(Duration::from_micros(50), insert(&*tx, &NODE, &many));
                let inserted = given_up.await.is_ok();
                tx.update(Update::new(&NODE, id(1), vec![raise])).await.unwrap();
                inserted
            })
        })
        .collect();
    let mut inserted = 0;
    for task in tasks {
        inserted += usize::from(task.await.unwrap()) * 100;
    }
    tx.commit().await.unwrap();
    assert_eq!(rank(&store, 1).await, 64);
    assert!(ids(&store, &NODE).await.len() >= 3 + inserted);
}
