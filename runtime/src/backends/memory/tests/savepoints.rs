//! Points of a transaction that it can go back to.

use super::fixture::{NODE, RANK, id, ids, insert, row, set, update};
use super::transactions::{has_ended, is_refused, rank, ranked, set_rank};
use crate::backend::{Backend, Transaction};
use crate::value::Value;

async fn add(tx: &dyn Transaction, n: i64) {
    insert(tx, &NODE, &[row(n, None, None, Some(0))]).await.unwrap();
}

/// Rows 11, 12 and 13, each after a mark: 11 after 1 and so on.
async fn three(tx: &dyn Transaction) {
    for mark in 1..=3 {
        tx.savepoint(mark).await.unwrap();
        add(tx, 10 + i64::from(mark)).await;
    }
}

/// A mark, and whether what was done since is kept.
type End = (u32, bool);

#[tokio::test]
async fn they_end_in_any_order() {
    let cases: [(&[End], &[i64]); 12] = [
        (&[(3, true), (2, true), (1, true)], &[11, 12, 13]),
        (&[(3, false), (2, true), (1, true)], &[11, 12]),
        (&[(3, true), (2, false), (1, true)], &[11]),
        (&[(3, true), (2, true), (1, false)], &[]),
        (&[(3, false), (2, false), (1, true)], &[11]),
        (&[(3, false), (2, false), (1, false)], &[]),
        // The outer one first: the inner ones go along.
        (&[(1, true), (2, false), (3, false)], &[11, 12, 13]),
        (&[(1, false), (2, true), (3, true)], &[]),
        (&[(2, true), (3, false), (1, true)], &[11, 12, 13]),
        (&[(2, false), (3, true), (1, true)], &[11]),
        (&[(2, true), (3, false), (1, false)], &[]),
        // Left open.
        (&[(3, false)], &[11, 12]),
    ];
    for (ends, left) in cases {
        for changed in [false, true] {
            let store = ranked().await;
            let tx = store.begin().await.unwrap();
            three(&*tx).await;
            for &(mark, kept) in ends {
                if kept {
                    tx.release(mark).await.unwrap();
                } else {
                    tx.abandon(mark);
                }
            }
            let expected = [&[1, 2, 3], left].concat();
            if changed {
                set_rank(&store, 3, 7).await;
            } else {
                assert_eq!(ids(&*tx, &NODE).await, expected, "{ends:?}");
            }
            tx.commit().await.unwrap();
            assert_eq!(ids(&store, &NODE).await, expected, "{ends:?}");
        }
    }
}

#[tokio::test]
async fn one_can_go_on_after_it_and_set_it_anew() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    for mark in 1..=4 {
        tx.savepoint(mark).await.unwrap();
        add(&*tx, 20).await;
        tx.abandon(mark);
        tx.abandon(mark);
    }
    add(&*tx, 20).await;
    // Of no mark at all.
    tx.abandon(9);
    tx.release(9).await.unwrap();
    set_rank(&store, 3, 7).await;
    tx.commit().await.unwrap();
    assert_eq!((ids(&store, &NODE).await, rank(&store, 3).await), (vec![1, 2, 3, 20], 7));
}

#[tokio::test]
async fn what_was_read_before_it_was_undone_still_counts() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    tx.savepoint(1).await.unwrap();
    set_rank(&*tx, 2, 9).await;
    let seen = rank(&*tx, 1).await;
    tx.abandon(1);
    set_rank(&*tx, 3, seen + 1).await;
    set_rank(&store, 1, 5).await;
    assert!(is_refused(&*tx).await);
    assert_eq!((rank(&store, 2).await, rank(&store, 3).await), (0, 0));
}

#[tokio::test]
async fn what_is_under_way_when_it_is_undone_fails() {
    let store = ranked().await;
    let tx = store.begin().await.unwrap();
    tx.savepoint(1).await.unwrap();
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let many = (100..5_000).map(|n| row(n, None, None, None)).collect::<Vec<_>>();
    let mut long = Box::pin(insert(&*tx, &NODE, &many));
    assert!(long.as_mut().poll(&mut context).is_pending());
    let mut waiting = tx.update(update(id(1), vec![set(RANK, Value::Int(8))]));
    assert!(waiting.as_mut().poll(&mut context).is_pending());
    tx.abandon(1);
    assert!(has_ended(long.await) && has_ended(waiting.await));
    set_rank(&*tx, 2, 9).await;
    tx.commit().await.unwrap();
    assert_eq!((ids(&store, &NODE).await, rank(&store, 1).await), (vec![1, 2, 3], 0));
    assert_eq!(rank(&store, 2).await, 9);
}
