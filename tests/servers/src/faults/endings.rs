use std::time::Duration;

use storewright::{Store, StoreExt};

use super::{Ledger, ends, is_unavailable};
use crate::{Engine, Job, JobStore, open};

/// An administrator ends the connections that wait in the pool: reads and transactions that begin don't notice, a write
/// may be refused once.
pub async fn connections_ended_while_idle(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_ended_idle").await;
    let store = open(&url).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    engine.end_connections(&url).await;
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);
    engine.end_connections(&url).await;
    let found = store.transaction(|tx| async move { tx.find_job_by_token("t").await });
    assert_eq!(found.await.unwrap(), Some(job.clone()));
    let mut ledger = Ledger { acknowledged: vec![job], ..Ledger::default() };
    for round in 0..3 {
        engine.end_connections(&url).await;
        let token = format!("w {round}");
        ledger.note(token.clone(), store.create_job(&Job::new("q", &token)).await);
        let next = Job::new("q", &format!("next {round}"));
        ledger.acknowledged.push(store.create_job(&next).await.unwrap());
    }
    ledger.check(&store).await;
    store.close().await.unwrap();
}

/// An administrator ends connections in the middle of a write, and in the middle of a transaction: what they did is undone,
/// and their callers are told to try again.
pub async fn connections_ended_while_busy(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_ended_busy").await;
    let store = open(&url).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    let tx = store.begin().await.unwrap();
    tx.update_job(&Job { attempts: 1, ..job.clone() }).await.unwrap();
    // This one waits for the row that the transaction has.
    let waits = tokio::spawn({
        let (store, job) = (store.clone(), Job { attempts: 2, ..job.clone() });
        async move { store.update_job(&job).await }
    });
    ends("the wait for a row", async {
        while engine.waiting(&url).await == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    engine.end_connections(&url).await;
    let written = ends("the write", waits).await.unwrap();
    if let Err(error) = &written {
        assert!(is_unavailable(error), "{error:?}");
    }
    let error = ends("the transaction", tx.create_job(&Job::new("q", "in it"))).await.unwrap_err();
    assert!(is_unavailable(&error), "{error:?}");
    assert!(ends("its commit", tx.commit()).await.is_err());
    // Where it had only waited so far, it may have been done again on another connection.
    let expected = written.unwrap_or_else(|_| job.clone());
    assert_eq!(store.list_queue("q").await.unwrap(), [expected]);
    let changed = store.update_job(&Job { attempts: 3, ..job }).await.unwrap();
    assert_eq!(changed.attempts, 3);
    store.close().await.unwrap();
}
