use std::time::{Duration, Instant};

use storewright::{ErrorKind, Store, StoreExt};

use super::ends;
use crate::{Engine, Job, JobStore, open};

/// All connections are in use: a call waits for `acquire_timeout` and is `Busy`; it works once there is one again.
pub async fn a_full_pool_is_busy(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_full").await;
    let store = open(&format!("{url}?max_connections=2&acquire_timeout=300")).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    let (one, other) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    let started = Instant::now();
    let read = ends("a read", store.get_job(&job.id)).await.map(drop).unwrap_err();
    let write = ends("a write", store.create_job(&Job::new("q", "refused"))).await.map(drop).unwrap_err();
    let begin = ends("begin", store.begin()).await.map(drop).unwrap_err();
    for error in [read, write, begin] {
        assert!(matches!(error.kind(), ErrorKind::Busy { .. }) && error.is_retryable(), "{error:?}");
    }
    let waited = started.elapsed();
    // The store within its own transaction, when that has the last connection: told what to do about it.
    let within = ends("within a transaction", async {
        one.find_job(&job.id).await?;
        store.find_job(&job.id).await
    });
    let within = within.await.map(drop).unwrap_err().to_string();
    assert!(within.contains("`max_connections`") && within.contains("within a transaction"), "{within}");
    assert!(waited >= Duration::from_millis(900) && waited < Duration::from_secs(10), "{waited:?}");

    // One that waits gets the connection that comes back.
    let waits = tokio::spawn({
        let (store, id) = (store.clone(), job.id);
        async move { store.get_job(&id).await }
    });
    tokio::task::yield_now().await;
    one.commit().await.unwrap();
    assert_eq!(ends("the one that waits", waits).await.unwrap().unwrap(), job);
    // So does what is dropped without a word.
    drop(other);
    let (one, other) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    one.create_job(&Job::new("q", "one")).await.unwrap();
    one.commit().await.unwrap();
    other.commit().await.unwrap();
    assert_eq!(store.list_queue("q").await.unwrap().len(), 2);
    store.close().await.unwrap();
}
