//! What others do while a transaction is open, and what becomes of one that nobody waits for.

use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use super::fixture::*;
use super::transactions::{add, ended, nodes};
use crate::backend::{Backend, DeleteMode, Executor, Select};
use crate::backends::sqlite::{Sqlite, SqliteOptions, Synchronous};
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::value::Value;

const PATIENCE: Duration = Duration::from_millis(80);

async fn prepared(options: SqliteOptions) -> Arc<Sqlite> {
    let sqlite = options.busy_timeout(PATIENCE).open().await.unwrap();
    sqlite.ensure(&ALL).await.unwrap();
    insert(&sqlite, &APP, [app_row(1)]).await.unwrap();
    Arc::new(sqlite)
}

async fn each(file: &File) -> [Arc<Sqlite>; 2] {
    let in_file = SqliteOptions::file(file.path()).synchronous(Synchronous::Normal);
    [prepared(in_file).await, prepared(SqliteOptions::memory()).await]
}

fn busy<T>(answer: Result<T, Error>) {
    let error = answer.map(drop).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Busy { .. }) && error.is_retryable(), "{error}");
}

#[tokio::test]
async fn who_waits_longer_than_the_timeout_is_told() {
    for sqlite in each(&File::new()).await {
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [1]).await.unwrap();
        let started = Instant::now();
        // Inside the transaction, of the store outside: it would wait for ever.
        busy(add(&*sqlite, [2]).await);
        busy(sqlite.begin().await);
        let (write, begin) = tokio::join!(add(&*sqlite, [3]), sqlite.begin());
        busy(write);
        busy(begin);
        let waited = started.elapsed();
        assert!(waited >= 3 * PATIENCE && waited < 20 * PATIENCE, "{waited:?}");
        add(&*tx, [4]).await.unwrap();
        tx.commit().await.unwrap();
        add(&*sqlite, [5]).await.unwrap();
        assert_eq!(nodes(&*sqlite).await, [1, 4, 5]);
    }
}

#[tokio::test]
async fn who_waits_is_served_in_order() {
    for sqlite in each(&File::new()).await {
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [1]).await.unwrap();
        let write = tokio::spawn({
            let sqlite = Arc::clone(&sqlite);
            async move { add(&*sqlite, [2]).await }
        });
        let next = tokio::spawn({
            let sqlite = Arc::clone(&sqlite);
            async move {
                let tx = sqlite.begin().await?;
                let seen = nodes(&*tx).await;
                add(&*tx, [3]).await?;
                tx.commit().await.map(|()| seen)
            }
        });
        tokio::time::sleep(PATIENCE / 4).await;
        assert!(!write.is_finished() && !next.is_finished());
        tx.commit().await.unwrap();
        write.await.unwrap().unwrap();
        assert_eq!(next.await.unwrap().unwrap(), [1, 2]);
        assert_eq!(nodes(&*sqlite).await, [1, 2, 3]);
    }
}

#[tokio::test]
async fn reads_of_a_database_in_memory_wait_for_the_end() {
    let sqlite = prepared(SqliteOptions::memory()).await;
    let everything = || Select::new(&NODE, Predicate::EVERYTHING);
    let tx = sqlite.begin().await.unwrap();
    add(&*tx, [1]).await.unwrap();
    busy(sqlite.select(everything()).await);
    let waiting: Vec<_> = (0..20)
        .map(|_| {
            let sqlite = Arc::clone(&sqlite);
            tokio::spawn(async move { sqlite.select(everything()).await })
        })
        .collect();
    tokio::time::sleep(PATIENCE / 4).await;
    tx.commit().await.unwrap();
    for read in waiting {
        assert_eq!(read.await.unwrap().unwrap().rows.len(), 1);
    }
    sqlite.ping().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_of_a_database_in_memory_have_their_turn_between_transactions() {
    let sqlite = prepared(SqliteOptions::memory()).await;
    let until = Instant::now() + 6 * PATIENCE;
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let sqlite = Arc::clone(&sqlite);
            tokio::spawn(async move {
                for id in 0.. {
                    let tx = sqlite.begin().await.unwrap();
                    add(&*tx, [writer * 1_000_000 + id]).await.unwrap();
                    tx.commit().await.unwrap();
                    if Instant::now() > until {
                        break;
                    }
                }
            })
        })
        .collect();
    let one = Select { limit: Some(1), ..Select::new(&NODE, is(0, Value::Int(0))) };
    while Instant::now() < until {
        sqlite.select(one.clone()).await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
}

fn poll<F: Future + ?Sized>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[tokio::test]
async fn one_whose_beginning_is_dropped_leaves_nothing() {
    for sqlite in each(&File::new()).await {
        for round in 0..400 {
            let mut begin = Box::pin(sqlite.begin());
            for _ in 0..round % 4 {
                if let Poll::Ready(begun) = poll(begin.as_mut()) {
                    drop(begun.unwrap());
                    break;
                }
                // So that it is delivered at times, and at times is not.
                if round % 3 == 0 {
                    tokio::time::sleep(Duration::from_micros(50)).await;
                }
            }
            drop(begin);
        }
        add(&*sqlite, [1]).await.unwrap();
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [2]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(nodes(&*sqlite).await, [1, 2]);
    }
}

#[tokio::test]
async fn an_operation_that_is_dropped_leaves_the_transaction_usable() {
    for sqlite in each(&File::new()).await {
        let tx = sqlite.begin().await.unwrap();
        for round in 0..100 {
            let mut call = Box::pin(add(&*tx, [10 * round, 10 * round + 1]));
            let _ = poll(call.as_mut());
            drop(call);
            let mut mark = tx.savepoint(round as u32 + 1);
            let _ = poll(mark.as_mut());
            drop(mark);
            tx.abandon(round as u32 + 1);
        }
        add(&*tx, [-1]).await.unwrap();
        let inside = nodes(&*tx).await;
        assert!(inside.len() % 2 == 1);
        tx.commit().await.unwrap();
        assert_eq!(nodes(&*sqlite).await, inside);
    }
}

#[tokio::test]
async fn a_commit_that_is_dropped_is_done_or_not() {
    for sqlite in each(&File::new()).await {
        for round in 0..50 {
            let tx = sqlite.begin().await.unwrap();
            add(&*tx, [10 * round, 10 * round + 1]).await.unwrap();
            let mut commit = tx.commit();
            let _ = poll(commit.as_mut());
            drop(commit);
            drop(tx);
        }
        add(&*sqlite, [-1]).await.unwrap();
        assert_eq!(nodes(&*sqlite).await.len() % 2, 1);
    }
}

#[tokio::test]
async fn closing_rolls_back_what_is_open() {
    for file in [None, Some(File::new())] {
        let options =
            file.as_ref().map_or_else(SqliteOptions::memory, |file| SqliteOptions::file(file.path()));
        let sqlite = prepared(options).await;
        let tx = sqlite.begin().await.unwrap();
        add(&*tx, [1]).await.unwrap();
        let waiting = tokio::spawn({
            let sqlite = Arc::clone(&sqlite);
            async move { (add(&*sqlite, [2]).await, sqlite.begin().await.map(drop)) }
        });
        tokio::time::sleep(PATIENCE / 4).await;
        sqlite.close().await.unwrap();
        ended(add(&*tx, [3]).await);
        ended(tx.commit().await);
        drop(tx);
        let (write, begin) = waiting.await.unwrap();
        write.unwrap();
        assert_eq!(begin.unwrap_err().kind(), &ErrorKind::Closed);
        if let Some(file) = &file {
            let again = Sqlite::open(file.path()).await.unwrap();
            assert_eq!(nodes(&again).await, [2]);
        }
    }
}

#[tokio::test]
async fn a_transaction_outlives_the_store_that_began_it() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    let tx = sqlite.begin().await.unwrap();
    drop(sqlite);
    add(&*tx, [1]).await.unwrap();
    tx.commit().await.unwrap();
    drop(tx);
    assert_eq!(nodes(&Sqlite::open(file.path()).await.unwrap()).await, [1]);
}

#[tokio::test]
async fn another_process_that_writes_is_waited_for() {
    let file = File::new();
    let sqlite = prepared(SqliteOptions::file(file.path())).await;
    let other = file.other();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    busy(sqlite.begin().await);
    other.execute_batch("ROLLBACK").unwrap();
    let tx = sqlite.begin().await.unwrap();
    add(&*tx, [1]).await.unwrap();
    drop(tx);
    let none = deletion(&NODE, is(0, Value::Int(1)), DeleteMode::Hard);
    assert_eq!(sqlite.delete(none).await.unwrap().count, 0);
}
