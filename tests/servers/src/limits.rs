//! What a URL may ask for besides the place.

use std::time::{Duration, Instant};

use storewright::{ConnectOptions, Entity, ErrorKind, Store};

use crate::{Engine, Job, JobFilter, JobStore, open};

/// A store on a server's Unix socket works as any other.
///
/// # Panics
///
/// When that is not so.
pub async fn a_unix_socket_is_a_way_in(engine: Engine) {
    if engine.is_skipped() {
        return;
    }
    let Some(server) = engine.private() else { return };
    let url = engine.database(&server, "sw_socket").await;
    let socket = server.socket().unwrap().display().to_string().replace('/', "%2F");
    let store = open(&engine.on_socket(&url, &socket)).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);
    store.close().await.unwrap();
}

/// A statement that takes longer than `statement_timeout` ends as `Busy`, and its connection goes on.
///
/// # Panics
///
/// When that is not so.
pub async fn a_statement_that_takes_too_long_ends(engine: Engine) {
    if engine.is_skipped() {
        return;
    }
    let url = engine.database(&engine.shared(), "sw_long").await;
    let store = open(&url).await;
    let jobs: Vec<_> = (0..20_000).map(|at| Job::new("q", &format!("{at}{}", "x".repeat(500)))).collect();
    store.create_jobs(&jobs).await.unwrap();
    store.close().await.unwrap();

    // The table is there.
    let connect = async |url: &str| ConnectOptions::url(url).connect(vec![Job::schema()]).await.unwrap();
    // There is only one connection.
    let store = connect(&format!("{url}?statement_timeout={}&max_connections=1", engine.too_short())).await;
    // Reads every row, and changes it 26 times for it.
    let slow = JobFilter::new().filter(Job::TOKEN.contains_ignore_case("NOWHERE"));
    let began = Instant::now();
    let error = store.list_jobs(&slow).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    assert!(error.to_string().contains("`statement_timeout`"), "{error}");
    assert!(began.elapsed() < Duration::from_secs(10));
    store.ping().await.unwrap();
    store.close().await.unwrap();
    let store = connect(&url).await;
    assert_eq!(store.list_jobs(&slow).await.unwrap().items, []);
    store.close().await.unwrap();
}
