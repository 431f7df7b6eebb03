//! What goes wrong between a store and any server. After each of it nothing that was acknowledged is lost, nothing that was
//! refused is there, and the next call works.

use std::time::Duration;

use storewright::{ErrorKind, Store, StoreExt, StoreHandle};

use crate::{Job, JobFilter, JobStore, Proxy, Way, open};

/// A store by way of the proxy, which only reads what isn't encrypted.
async fn through(proxy: &Proxy, parameters: &str) -> StoreHandle {
    let openly = if proxy.url.starts_with("postgres") { "sslmode=disable" } else { "ssl-mode=disabled" };
    open(&format!("{}?{openly}&{parameters}", proxy.url)).await
}

/// A connection is cut before the server sees a write, or a commit, and after it has done it.
pub async fn cut_connections_lose_nothing(url: &str) {
    let proxy = Proxy::to(url).await;
    let store = through(&proxy, "max_connections=2").await;
    for (way, stored) in [(Way::CutBefore, false), (Way::CutAfter, true)] {
        // On this connection the statement is prepared from now on.
        store.create_job(&Job::new("q", &format!("before {way:?}"))).await.unwrap();
        let job = Job::new("q", &format!("{way:?}"));
        proxy.set(way);
        let error = store.create_job(&job).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unavailable { .. }), "{error:?}");
        proxy.set(Way::Open);
        assert_eq!(store.find_job(&job.id).await.unwrap().is_some(), stored, "{way:?}");
    }
    for (way, stored) in [(Way::CutBefore, false), (Way::CutAfter, true)] {
        let tx = store.begin().await.unwrap();
        let job = tx.create_job(&Job::new("q", &format!("tx {way:?}"))).await.unwrap();
        proxy.set(way);
        let error = tx.commit().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unavailable { .. }), "{error:?}");
        proxy.set(Way::Open);
        assert_eq!(store.find_job(&job.id).await.unwrap().is_some(), stored, "{way:?}");
    }
    // A transaction that is cut in its middle is gone, with all of it.
    let tx = store.begin().await.unwrap();
    let first = tx.create_job(&Job::new("q", "first of a lost one")).await.unwrap();
    proxy.set(Way::CutBefore);
    assert!(tx.create_job(&Job::new("q", "second")).await.unwrap_err().is_retryable());
    proxy.set(Way::Open);
    assert!(tx.commit().await.unwrap_err().is_retryable());
    assert_eq!(store.find_job(&first.id).await.unwrap(), None);
    store.close().await.unwrap();
}

/// Nothing goes through any more: a call ends when its caller wants it to, or with `acquire_timeout`.
pub async fn a_stalled_network_ends(url: &str) {
    let proxy = Proxy::to(url).await;
    let store = through(&proxy, "max_connections=2&acquire_timeout=200&connect_timeout=300").await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    proxy.set(Way::Stalled);
    let limit = Duration::from_millis(100);
    assert!(tokio::time::timeout(limit, store.get_job(&job.id)).await.is_err());
    // The connection of the call that was given up is closed; a new one isn't made.
    let error = store.get_job(&job.id).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unavailable { .. }), "{error:?}");
    proxy.set(Way::Open);
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);

    // Writes go on by themselves when their callers have gone, but not for ever: in the end their connections are closed.
    let tx = store.begin().await.unwrap();
    store.ping().await.unwrap();
    proxy.set(Way::Stalled);
    let refused = Job::new("q", "given up");
    assert!(tokio::time::timeout(limit, store.create_job(&refused)).await.is_err());
    assert!(tokio::time::timeout(limit, tx.create_job(&Job::new("q", "in vain"))).await.is_err());
    drop(tx);
    proxy.set(Way::Open);
    let error = store.get_job(&job.id).await.unwrap_err();
    assert!(error.is_retryable(), "{error:?}");
    let works = async {
        while let Err(error) = store.get_job(&job.id).await {
            assert!(error.is_retryable(), "{error:?}");
        }
    };
    tokio::time::timeout(Duration::from_secs(30), works).await.unwrap();
    assert_eq!(store.list_jobs(&JobFilter::new()).await.unwrap().items, [job]);
    store.close().await.unwrap();
}

/// Transactions have every connection: others are told so after `acquire_timeout`, and have theirs when one is free.
/// `connections` says how many the server has of this database.
pub async fn a_used_up_pool_says_so(url: &str, connections: impl AsyncFn() -> usize) {
    let store = open(&format!("{url}?max_connections=3&acquire_timeout=200")).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(store.begin().await.unwrap());
    }
    assert_eq!(connections().await, 3);
    let job = Job::new("q", "t");
    for error in [store.create_job(&job).await.unwrap_err(), store.begin().await.map(drop).unwrap_err()] {
        assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    }
    assert_eq!(connections().await, 3);
    drop(held.pop());
    let job = store.create_job(&job).await.unwrap();
    drop(held);
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);
    store.close().await.unwrap();
}

/// Transactions that change the same rows in opposite orders: each is done or undone as a whole, and those that are tried again
/// are all done.
pub async fn crossing_transactions_lose_nothing(url: &str) {
    let store = open(url).await;
    let a = store.create_job(&Job::new("a", "a")).await.unwrap();
    let b = store.create_job(&Job::new("b", "b")).await.unwrap();
    let (one, other) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    one.add_attempt(&a.id, 100).await.unwrap();
    other.add_attempt(&b.id, 100).await.unwrap();
    let (first, second) = tokio::join!(
        async {
            one.add_attempt(&b.id, 100).await?;
            one.commit().await
        },
        async {
            other.add_attempt(&a.id, 100).await?;
            other.commit().await
        }
    );
    let done = [&first, &second].iter().filter(|done| done.is_ok()).count();
    assert!(done <= 1, "each read what the other has changed");
    for error in [first, second].into_iter().filter_map(Result::err) {
        assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    }
    let attempts = async || {
        let (a, b) = (store.get_job(&a.id).await.unwrap(), store.get_job(&b.id).await.unwrap());
        (a.attempts, b.attempts)
    };
    let before = i64::try_from(done).unwrap();
    assert_eq!(attempts().await, (before, before));

    let tasks: Vec<_> = (0..6)
        .map(|task| {
            let (store, mut ids) = (store.clone(), [a.id, b.id]);
            if task % 2 == 1 {
                ids.reverse();
            }
            tokio::spawn(async move {
                for _ in 0..5 {
                    let both = |tx: StoreHandle| async move {
                        for id in &ids {
                            tx.add_attempt(id, 100).await?;
                        }
                        Ok::<_, storewright::Error>(())
                    };
                    let backoff = storewright::Backoff::default().attempts(100);
                    store.retrying_transaction(&backoff, both).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(attempts().await, (before + 30, before + 30));
    let total = store.list_jobs(&JobFilter::new().limit(0)).await.unwrap().total;
    assert_eq!(total, Some(2));
    store.close().await.unwrap();
}
