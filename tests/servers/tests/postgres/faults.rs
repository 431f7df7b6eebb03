use std::time::Duration;

use servers::{Job, JobFilter, JobStore, Proxy, Way, open};
use storewright::{ErrorKind, Store, StoreExt};

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_acknowledged_is_lost_when_the_server_is_killed() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres_private().unwrap();
    if !servers::is_private(&server) {
        return;
    }
    let url = servers::postgres_database(&server, "sw_faults").await;
    servers::nothing_is_lost_by_kills(&server, &url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_is_cut_loses_nothing_and_the_next_call_works() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_cut").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&format!("{}?max_connections=2", proxy.url)).await;
    store.create_job(&Job::new("q", "warm")).await.unwrap();

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

    // The same at the end of a transaction.
    for (way, stored) in [(Way::CutBefore, false), (Way::CutAfter, true)] {
        let tx = store.begin().await.unwrap();
        let job = tx.create_job(&Job::new("q", &format!("tx {way:?}"))).await.unwrap();
        proxy.set(way);
        let error = tx.commit().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unavailable { .. }), "{error:?}");
        proxy.set(Way::Open);
        assert_eq!(store.find_job(&job.id).await.unwrap().is_some(), stored, "{way:?}");
    }
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_stalls_holds_nobody_up_for_ever() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_stalled").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&format!("{}?max_connections=1&acquire_timeout=200", proxy.url)).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    proxy.set(Way::Stalled);
    let stalled = tokio::spawn({
        let (store, id) = (store.clone(), job.id);
        async move { store.get_job(&id).await }
    });
    tokio::time::sleep(Duration::from_millis(50)).await;
    // The only connection is in use.
    let error = store.get_job(&job.id).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    proxy.set(Way::Open);
    // A caller that gives up closes its connection.
    stalled.abort();
    let _ = stalled.await;
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_transactions_that_clash_one_is_told_to_try_again() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_clash").await;
    let store = open(&url).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    let (one, other) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    one.get_job(&job.id).await.unwrap();
    other.get_job(&job.id).await.unwrap();
    one.update_job(&Job { attempts: 1, ..job.clone() }).await.unwrap();
    let waits = tokio::spawn({
        let job = Job { attempts: 2, ..job.clone() };
        async move { other.update_job(&job).await.map(drop) }
    });
    one.commit().await.unwrap();
    assert!(waits.await.unwrap().unwrap_err().is_retryable());
    assert_eq!(store.get_job(&job.id).await.unwrap().attempts, 1);
    let total = store.list_jobs(&JobFilter::new().limit(0)).await.unwrap().total;
    assert_eq!(total, Some(1));
    store.close().await.unwrap();
}
