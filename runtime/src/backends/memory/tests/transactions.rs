//! Transactions beside each other and beside plain calls.

use std::sync::Arc;

use super::fixture::{
    NODE, PARENT, RANK, conflict, delete, id, ids, insert, is, row, rows, set, store, update,
};
use crate::backend::{
    Assignment, Backend, Change, CountBy, DeleteMode, Executor, Select, Step, Transaction, Update, Write,
};
use crate::backends::memory::Memory;
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::value::Value;

/// Rows 1 to 3, each of rank 0.
pub(super) async fn ranked() -> Memory {
    let store = store().await;
    let ranked: Vec<_> = (1..=3).map(|n| row(n, None, None, Some(0))).collect();
    insert(&store, &NODE, &ranked).await.unwrap();
    store
}

pub(super) async fn rank(store: &(impl Executor + ?Sized), n: i64) -> i64 {
    match rows(store, &NODE, id(n)).await[0][RANK] {
        Value::Int(rank) => rank,
        _ => panic!("no rank"),
    }
}

pub(super) async fn set_rank(store: &(impl Executor + ?Sized), n: i64, rank: i64) {
    store.update(update(id(n), vec![set(RANK, Value::Int(rank))])).await.unwrap();
}

pub(super) fn has_ended<T>(result: Result<T, Error>) -> bool {
    result.is_err_and(|error| *error.kind() == ErrorKind::TransactionEnded)
}

pub(super) async fn is_refused(tx: &dyn Transaction) -> bool {
    let error = tx.commit().await.unwrap_err();
    assert_eq!(error, Error::busy("another transaction or call changed what this one read; run it again"));
    assert!(error.is_retryable() && has_ended(tx.commit().await));
    true
}

#[tokio::test]
async fn it_is_seen_by_itself_and_after_its_commit_by_all() {
    let store = ranked().await;
    assert!(store.capabilities().transactions);
    let tx = store.begin().await.unwrap();
    insert(&*tx, &NODE, &[row(4, Some(1), Some("a"), None)]).await.unwrap();
    set_rank(&*tx, 1, 5).await;
    delete(&*tx, &NODE, id(2), DeleteMode::Hard).await.unwrap();
    assert_eq!((ids(&*tx, &NODE).await, rank(&*tx, 1).await), (vec![1, 3, 4], 5));
    assert_eq!((ids(&store, &NODE).await, rank(&store, 1).await), (vec![1, 2, 3], 0));
    let other = store.begin().await.unwrap();
    assert_eq!(ids(&*other, &NODE).await, [1, 2, 3]);
    tx.commit().await.unwrap();
    assert_eq!((ids(&store, &NODE).await, rank(&store, 1).await), (vec![1, 3, 4], 5));
    // The other one keeps to the moment in which it began, and has nothing to lose.
    assert_eq!(ids(&*other, &NODE).await, [1, 2, 3]);
    other.commit().await.unwrap();
}

#[tokio::test]
async fn nothing_is_left_of_one_that_is_abandoned_or_dropped() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    set_rank(&*tx, 1, 5).await;
    tx.abandon(0);
    tx.abandon(0);
    assert!(has_ended(tx.select(Select::new(&NODE, id(1))).await) && has_ended(tx.commit().await));
    drop(tx);
    let tx = store.begin().await.unwrap();
    set_rank(&*tx, 1, 5).await;
    drop(tx);
    assert_eq!(rank(&store, 1).await, 0);
}

#[tokio::test]
async fn once_it_has_ended_every_call_says_so() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    tx.commit().await.unwrap();
    assert!(has_ended(tx.select(Select::new(&NODE, id(1))).await));
    assert!(has_ended(insert(&*tx, &NODE, &[row(9, None, None, None)]).await));
    assert!(has_ended(tx.update(update(id(1), vec![set(RANK, Value::Int(1))])).await));
    assert!(has_ended(delete(&*tx, &NODE, id(1), DeleteMode::Hard).await));
    assert!(has_ended(tx.batch(Vec::new()).await));
    let count = CountBy { schema: &NODE, filter: Predicate::EVERYTHING, columns: vec![RANK] };
    assert!(has_ended(tx.count_by(count).await));
    assert!(
        has_ended(tx.savepoint(1).await) && has_ended(tx.release(1).await) && has_ended(tx.commit().await)
    );
    assert_eq!(ids(&store, &NODE).await, [1, 2, 3]);
}

#[tokio::test]
async fn an_operation_that_fails_leaves_no_trace_and_the_transaction_goes_on() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    let some = [row(4, None, None, None), row(1, None, None, None)];
    assert_eq!(conflict(&insert(&*tx, &NODE, &some).await.unwrap_err()), ("primary", Some(1)));
    assert_eq!(rows(&*tx, &NODE, id(4)).await.len(), 0);
    set_rank(&*tx, 1, 5).await;
    // What it was told is one of the things that it read.
    set_rank(&store, 2, 7).await;
    tx.commit().await.unwrap();
    assert_eq!((rank(&store, 1).await, rank(&store, 2).await), (5, 7));
    let tx = store.begin().await.unwrap();
    insert(&*tx, &NODE, &some).await.unwrap_err();
    set_rank(&*tx, 2, 6).await;
    delete(&store, &NODE, id(1), DeleteMode::Hard).await.unwrap();
    assert!(is_refused(&*tx).await);
    assert_eq!((ids(&store, &NODE).await, rank(&store, 2).await), (vec![2, 3], 7));
}

#[tokio::test]
async fn two_on_different_rows_of_a_table_both_commit() {
    let store = ranked().await;
    let (one, two) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    for (tx, n) in [(&one, 1), (&two, 2)] {
        let before = rank(&**tx, n).await;
        set_rank(&**tx, n, before + 5).await;
        insert(&**tx, &NODE, &[row(10 + n, Some(n), None, None)]).await.unwrap();
    }
    one.commit().await.unwrap();
    two.commit().await.unwrap();
    assert_eq!((rank(&store, 1).await, rank(&store, 2).await), (5, 5));
    assert_eq!(ids(&store, &NODE).await, [1, 2, 3, 11, 12]);
}

#[tokio::test]
async fn of_two_on_the_same_row_one_has_to_run_again() {
    let store = ranked().await;
    let (one, two) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    for tx in [&one, &two] {
        let before = rank(&**tx, 1).await;
        set_rank(&**tx, 1, before + 1).await;
    }
    one.commit().await.unwrap();
    assert!(is_refused(&*two).await);
    assert_eq!(rank(&store, 1).await, 1);
    // Without having read it there is nothing to lose: each adds.
    let (one, two) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    let raise = || Update::new(&NODE, id(1), vec![Assignment { column: RANK, change: Change::Add(1) }]);
    one.update(raise()).await.unwrap();
    two.batch(vec![Write::Update(raise()).into()]).await.unwrap();
    one.commit().await.unwrap();
    two.commit().await.unwrap();
    assert_eq!(rank(&store, 1).await, 3);
}

#[tokio::test]
async fn a_row_that_comes_in_between_is_noticed() {
    let store = ranked().await;
    let count = || Select { limit: Some(0), total: true, ..Select::new(&NODE, is(RANK, Value::Int(0))) };
    let groups = || CountBy { schema: &NODE, filter: Predicate::EVERYTHING, columns: vec![RANK] };
    for (n, by_value) in [(10, false), (20, true)] {
        let tx = store.begin().await.unwrap();
        if by_value {
            assert_eq!(tx.count_by(groups()).await.unwrap().len(), 1);
        } else {
            assert_eq!(tx.select(count()).await.unwrap().total, Some(3));
        }
        insert(&*tx, &NODE, &[row(n, None, None, Some(0))]).await.unwrap();
        insert(&store, &NODE, &[row(n + 1, None, None, Some(0))]).await.unwrap();
        assert!(is_refused(&*tx).await);
        delete(&store, &NODE, id(n + 1), DeleteMode::Hard).await.unwrap();
    }
    assert_eq!(ids(&store, &NODE).await, [1, 2, 3]);
}

#[tokio::test]
async fn write_skew_is_noticed() {
    let store = ranked().await;
    let (one, two) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    for (tx, n) in [(&one, 1), (&two, 2)] {
        assert_eq!(rows(&**tx, &NODE, is(RANK, Value::Int(0))).await.len(), 3);
        set_rank(&**tx, n, 1).await;
    }
    one.commit().await.unwrap();
    assert!(is_refused(&*two).await);
    assert_eq!(rank(&store, 2).await, 0);
}

#[tokio::test]
async fn what_is_unique_stays_so() {
    let store = ranked().await;
    let (one, two) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    for (tx, n) in [(&one, 10), (&two, 11)] {
        insert(&**tx, &NODE, &[row(n, Some(1), Some("same"), None)]).await.unwrap();
    }
    one.commit().await.unwrap();
    assert!(is_refused(&*two).await);
    assert_eq!(ids(&store, &NODE).await, [1, 2, 3, 10]);
    // The row that a new one references goes in between.
    let tx = store.begin().await.unwrap();
    insert(&*tx, &NODE, &[row(12, Some(3), None, None)]).await.unwrap();
    delete(&store, &NODE, id(3), DeleteMode::Hard).await.unwrap();
    assert!(is_refused(&*tx).await);
    assert_eq!(rows(&store, &NODE, is(PARENT, Value::Int(3))).await.len(), 0);
}

#[tokio::test]
async fn a_batch_is_one_operation_of_it() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    let missing = Write::Update(update(id(9), vec![set(RANK, Value::Int(1))]));
    let steps = vec![
        Write::Update(update(id(1), vec![set(RANK, Value::Int(1))])).into(),
        Step { write: missing, required: true },
    ];
    assert!(tx.batch(steps.clone()).await.unwrap_err().is_not_found());
    assert_eq!(rank(&*tx, 1).await, 0);
    insert(&store, &NODE, &[row(9, None, None, None)]).await.unwrap();
    // In the store of now it would have gone through.
    set_rank(&*tx, 2, 1).await;
    assert!(is_refused(&*tx).await);
    store.batch(steps).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_that_count_none_is_lost() {
    let store = Arc::new(ranked().await);
    let tasks: Vec<_> = (0..64)
        .map(|n| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                loop {
                    let tx = store.begin().await.unwrap();
                    let before = rank(&*tx, 1).await;
                    tokio::task::yield_now().await;
                    set_rank(&*tx, 1, before + 1).await;
                    insert(&*tx, &NODE, &[row(100 + n, Some(1), None, None)]).await.unwrap();
                    match tx.commit().await {
                        Ok(()) => return,
                        Err(error) => assert!(error.is_retryable(), "{error}"),
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(rank(&*store, 1).await, 64);
    assert_eq!(ids(&*store, &NODE).await.len(), 67);
}

#[tokio::test]
async fn a_store_that_is_closed_takes_nothing_of_it() {
    let store = ranked().await;
    let (tx, idle) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    set_rank(&*tx, 1, 5).await;
    store.close().await.unwrap();
    let closed = |error: Error| assert_eq!(error.kind(), &ErrorKind::Closed);
    closed(tx.select(Select::new(&NODE, id(1))).await.unwrap_err());
    closed(tx.savepoint(1).await.unwrap_err());
    closed(tx.commit().await.unwrap_err());
    closed(idle.commit().await.unwrap_err());
    closed(store.begin().await.err().unwrap());
    tx.abandon(1);
    tx.abandon(0);
}

#[tokio::test]
async fn it_outlives_the_store_and_new_tables() {
    static LATER: EntitySchema = EntitySchema::new("Later", "laters", &super::fixture::COLUMNS, &[0]);
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    set_rank(&*tx, 1, 5).await;
    store.ensure(&[&LATER]).await.unwrap();
    insert(&store, &LATER, &[row(1, None, None, None)]).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((ids(&store, &LATER).await, rank(&store, 1).await), (vec![1], 5));
    let tx = store.begin().await.unwrap();
    drop(store);
    set_rank(&*tx, 1, 6).await;
    assert_eq!(rank(&*tx, 1).await, 6);
    tx.commit().await.unwrap();
}
