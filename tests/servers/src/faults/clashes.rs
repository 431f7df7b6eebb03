use std::sync::Arc;
use std::time::Duration;

use storewright::{Backoff, Error, ErrorKind, Result, Store, StoreExt, StoreHandle};
use tokio::sync::Barrier;

use super::ends;
use crate::{Engine, Job, JobStore, open};

/// Takes one attempt more from each, the first one first, and meets the others in between.
async fn cross(tx: StoreHandle, first: Job, second: Job, meet: Option<Arc<Barrier>>) -> Result<()> {
    tx.add_attempt(&first.id, 1_000).await?;
    if let Some(meet) = meet {
        // Each has one row now and wants that of the other.
        let _ = tokio::time::timeout(Duration::from_secs(2), meet.wait()).await;
    }
    tx.add_attempt(&second.id, 1_000).await?;
    Ok(())
}

/// Two transactions that want each other's rows: the server refuses one of them, in bounded time and with an error that says
/// to try again. With `retrying_transaction` both are done, and each once.
pub async fn deadlocks_lose_nothing(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_deadlock").await;
    let store = open(&url).await;
    let a = store.create_job(&Job::new("q", "a")).await.unwrap();
    let b = store.create_job(&Job::new("q", "b")).await.unwrap();

    let meet = Arc::new(Barrier::new(2));
    let tasks = [(&a, &b), (&b, &a)].map(|(first, second)| {
        let (store, first, second, meet) = (store.clone(), first.clone(), second.clone(), Arc::clone(&meet));
        tokio::spawn(async move { store.transaction(|tx| cross(tx, first, second, Some(meet))).await })
    });
    let mut done = Vec::new();
    for task in tasks {
        done.push(ends("a deadlock", task).await.unwrap());
    }
    let refused: Vec<&Error> = done.iter().filter_map(|done| done.as_ref().err()).collect();
    assert_eq!(refused.len(), 1, "{done:?}");
    assert!(refused[0].is_retryable(), "{refused:?}");
    for job in [&a, &b] {
        assert_eq!(store.get_job(&job.id).await.unwrap().attempts, 1);
    }

    let tasks: Vec<_> = (0..6)
        .map(|at| {
            let (first, second) = if at % 2 == 0 { (a.clone(), b.clone()) } else { (b.clone(), a.clone()) };
            let store = store.clone();
            tokio::spawn(async move {
                let backoff = Backoff::default().attempts(200);
                store
                    .retrying_transaction(&backoff, |tx| cross(tx, first.clone(), second.clone(), None))
                    .await
            })
        })
        .collect();
    for task in tasks {
        ends("a deadlock that is tried again", task).await.unwrap().unwrap();
    }
    for job in [&a, &b] {
        assert_eq!(store.get_job(&job.id).await.unwrap().attempts, 7);
    }
    store.close().await.unwrap();
}

/// A transaction holds a row for longer than others like to wait: they are `Busy`, and what they wanted doesn't happen later
/// on either.
pub async fn a_row_that_is_held_is_busy(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_held").await;
    let store = open(&format!("{url}?{}", engine.impatient())).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    let holds = store.begin().await.unwrap();
    holds.update_job(&Job { attempts: 1, ..job.clone() }).await.unwrap();
    let other = Job { attempts: 2, ..job.clone() };
    let refused = [
        ends("a write", store.update_job(&other)).await.map(drop),
        ends("a deletion", store.delete_job(&job.id)).await.map(drop),
        ends("a transaction", store.transaction(|tx| async move { tx.update_job(&other).await }))
            .await
            .map(drop),
    ];
    for done in refused {
        let error = done.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Busy { .. }) && error.is_retryable(), "{error:?}");
    }
    assert_eq!(engine.waiting(&url).await, 0);
    holds.commit().await.unwrap();
    assert_eq!(store.get_job(&job.id).await.unwrap().attempts, 1);
    store.delete_job(&job.id).await.unwrap();
    store.close().await.unwrap();
}

/// Two owners leave at once, each since the other one stays. Only one may.
pub async fn of_two_that_skew_one_sees_the_other(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_skew").await;
    let store = open(&url).await;
    for round in 0..5 {
        let queue = format!("owners {round}");
        let one = store.create_job(&Job::new(&queue, &format!("one {round}"))).await.unwrap();
        let other = store.create_job(&Job::new(&queue, &format!("other {round}"))).await.unwrap();
        let meet = Arc::new(Barrier::new(2));
        let tasks = [one, other].map(|leaves| {
            let (store, queue, meet) = (store.clone(), queue.clone(), Arc::clone(&meet));
            tokio::spawn(async move {
                store
                    .transaction(|tx| async move {
                        let stay = tx.list_jobs_by_queue(&queue).await?.len() > 1;
                        let _ = tokio::time::timeout(Duration::from_secs(2), meet.wait()).await;
                        if stay { tx.delete_job(&leaves.id).await } else { Ok(false) }
                    })
                    .await
            })
        });
        let mut left = 0;
        for task in tasks {
            match ends("one that leaves", task).await.unwrap() {
                Ok(has_left) => left += usize::from(has_left),
                Err(error) => assert!(error.is_retryable(), "{error:?}"),
            }
        }
        assert_eq!(left, 1, "both or none have left");
        assert_eq!(store.list_queue(&queue).await.unwrap().len(), 1);
    }
    store.close().await.unwrap();
}
