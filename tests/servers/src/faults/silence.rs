use std::time::{Duration, Instant};

use storewright::{Store, StoreExt};
use tokio::net::TcpListener;

use super::{ends, is_unavailable, write_pair};
use crate::{Engine, Job, JobStore, Proxy, Way, open};

const LIMIT: Duration = Duration::from_millis(700);

/// A network that stalls, and a server whose answers get lost: calls end by the store's own limit, and say why.
pub async fn a_silent_server(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_silent").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&proxy.with("max_connections=2&connect_timeout=700&read_timeout=700")).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);
    for way in [Way::Stalled, Way::Muted] {
        proxy.set(way);
        let started = Instant::now();
        let error = ends("a silent read", store.get_job(&job.id)).await.unwrap_err();
        assert!(is_unavailable(&error) && error.to_string().contains("read_timeout"), "{error:?}");
        assert!(started.elapsed() >= LIMIT && started.elapsed() < 10 * LIMIT, "{:?}", started.elapsed());
        // A new connection isn't answered either.
        let error = ends("a new connection", store.get_job(&job.id)).await.unwrap_err();
        assert!(is_unavailable(&error), "{error:?}");
        proxy.set(Way::Open);
        assert_eq!(store.get_job(&job.id).await.unwrap(), job);

        // On this connection the statement is prepared from now on.
        store.create_job(&Job::new("q", &format!("before {way:?}"))).await.unwrap();
        let written = Job::new("q", &format!("{way:?}"));
        proxy.set(way);
        let error = ends("a silent write", store.create_job(&written)).await.unwrap_err();
        assert!(is_unavailable(&error) && error.to_string().contains("read_timeout"), "{error:?}");
        if way == Way::Muted {
            // The server did it, but nobody heard of it.
            proxy.set(Way::Open);
            assert!(store.find_job(&written.id).await.unwrap().is_some());
        }
        proxy.set(Way::Open);
        store.create_job(&Job::new("q", &format!("after {way:?}"))).await.unwrap();
    }
    store.close().await.unwrap();
}

/// The same within a transaction, at its begin and at its commit.
pub async fn a_silent_transaction(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_silent_tx").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&proxy.with("max_connections=2&connect_timeout=700&read_timeout=700")).await;
    store.transaction(|tx| write_pair(tx, "warm".to_owned())).await.unwrap();

    proxy.set(Way::Muted);
    let error = ends("a silent begin", store.begin()).await.map(drop).unwrap_err();
    assert!(is_unavailable(&error), "{error:?}");
    proxy.set(Way::Open);

    let tx = store.begin().await.unwrap();
    let job = tx.create_job(&Job::new("q", "within")).await.unwrap();
    proxy.set(Way::Muted);
    let error = ends("a silent call", tx.create_job(&Job::new("q", "silent"))).await.unwrap_err();
    assert!(is_unavailable(&error), "{error:?}");
    let started = Instant::now();
    assert!(ends("a commit after it", tx.commit()).await.is_err());
    assert!(started.elapsed() < LIMIT, "it waits for what it knows to be gone");
    proxy.set(Way::Open);
    assert_eq!(store.find_job(&job.id).await.unwrap(), None);

    let tx = store.begin().await.unwrap();
    let job = write_pair(tx.store().clone(), "committed".to_owned()).await.unwrap();
    proxy.set(Way::Muted);
    let error = ends("a silent commit", tx.commit()).await.unwrap_err();
    assert!(is_unavailable(&error), "{error:?}");
    proxy.set(Way::Open);
    assert_eq!(store.find_job(&job.id).await.unwrap(), Some(job));
    store.transaction(|tx| write_pair(tx, "next".to_owned())).await.unwrap();
    store.close().await.unwrap();
}

/// `ping` and `close` of a store whose server is silent come to an end.
pub async fn pings_and_closes_end(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_silent_close").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&proxy.with("max_connections=2&connect_timeout=700&read_timeout=700")).await;
    proxy.set(Way::Stalled);
    assert!(is_unavailable(&ends("a silent ping", store.ping()).await.unwrap_err()));
    let waits = tokio::spawn({
        let store = store.clone();
        async move { store.create_job(&Job::new("q", "t")).await }
    });
    ends("close", store.close()).await.unwrap();
    assert!(ends("the call before it", waits).await.unwrap().is_err());
}

/// Callers that don't wait for the end of a call leave no connection behind that nobody can use.
pub async fn callers_give_up_on_a_silent_server(engine: Engine) {
    let server = engine.shared();
    let url = engine.database(&server, "sw_given_up").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&proxy.with("max_connections=1&connect_timeout=700&read_timeout=700")).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    for round in 0..3 {
        proxy.set(Way::Stalled);
        let brief = Duration::from_millis(50);
        assert!(tokio::time::timeout(brief, store.get_job(&job.id)).await.is_err());
        let write = Job::new("q", &format!("given up {round}"));
        assert!(tokio::time::timeout(brief, store.create_job(&write)).await.is_err());
        assert!(tokio::time::timeout(brief, store.begin()).await.is_err());
        proxy.set(Way::Open);
        let started = Instant::now();
        assert_eq!(ends("the next call", store.get_job(&job.id)).await.unwrap(), job);
        store.create_job(&Job::new("q", &format!("after {round}"))).await.unwrap();
        assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    }
    store.close().await.unwrap();
}

/// Something that takes connections and never says a word.
pub async fn nobody_answers_who_connects(engine: Engine) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = engine.url_at(&listener.local_addr().unwrap().to_string());
    let url = url.replace("connect_timeout=2000", "connect_timeout=500");
    let started = Instant::now();
    let error = ends("connect", storewright::backends::connect(&url)).await.map(drop).unwrap_err();
    assert!(is_unavailable(&error), "{error:?}");
    assert!(error.to_string().contains("took too long"), "{error}");
    assert!(started.elapsed() >= Duration::from_millis(500) && started.elapsed() < Duration::from_secs(10));
}
