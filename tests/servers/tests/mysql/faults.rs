use std::time::Duration;

use servers::{Engine, Job, JobFilter, JobStore, open};
use storewright::{ErrorKind, Store, StoreExt};

servers::faults!(Engine::MySql);

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stalls_makes_calls_wait_and_they_go_on() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql_private().unwrap();
    if !servers::is_private(&server) {
        return;
    }
    let url = servers::mysql_database(&server, "sw_stalled").await;
    let store = open(&format!("{url}?acquire_timeout=300&max_connections=2")).await;
    server.pause().unwrap();
    let calls: Vec<_> = (0..6)
        .map(|at| {
            let store = store.clone();
            tokio::spawn(async move { store.create_job(&Job::new("q", &at.to_string())).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(800)).await;
    server.resume().unwrap();
    let mut created = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => created += 1,
            // Those that got no connection in time.
            Err(error) => assert!(error.is_retryable(), "{error:?}"),
        }
    }
    let total = store.list_jobs(&JobFilter::new().limit(0)).await.unwrap().total;
    assert_eq!(total, Some(created));
    assert!(created > 0);
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_transactions_that_clash_one_is_told_to_try_again() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    let url = servers::mysql_database(&server, "sw_clash").await;
    let store = open(&format!("{url}?lock_timeout=2")).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    let (one, other) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    one.get_job(&job.id).await.unwrap();
    other.get_job(&job.id).await.unwrap();
    let (changed, otherwise) = (Job { attempts: 1, ..job.clone() }, Job { attempts: 2, ..job.clone() });
    let (first, second) = tokio::join!(one.update_job(&changed), other.update_job(&otherwise));
    let failed = [&first, &second].into_iter().filter_map(|done| done.as_ref().err()).collect::<Vec<_>>();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].is_retryable());
    let (committed, refused) = if first.is_ok() { (one, other) } else { (other, one) };
    assert!(refused.commit().await.unwrap_err().is_retryable());
    committed.commit().await.unwrap();
    let attempts = store.get_job(&job.id).await.unwrap().attempts;
    assert_eq!(attempts, if first.is_ok() { 1 } else { 2 });
    store.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_is_locked_for_too_long_makes_a_call_busy() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    let url = servers::mysql_database(&server, "sw_locked").await;
    let store = open(&format!("{url}?lock_timeout=1")).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    let holder = store.begin().await.unwrap();
    holder.add_attempt(&job.id, 9).await.unwrap();
    // By itself, and in a transaction that goes on without it.
    let error = store.claim_this_job(&job.id, Some("w")).await.unwrap_err();
    assert!(error.to_string().contains("`lock_timeout`"), "{error}");
    let other = store.begin().await.unwrap();
    let kept = other.create_job(&Job::new("q", "kept")).await.unwrap();
    let error = other.update_job(&Job { attempts: 7, ..job.clone() }).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    other.commit().await.unwrap();
    holder.commit().await.unwrap();
    assert_eq!(store.get_job(&job.id).await.unwrap(), Job { attempts: 1, ..job.clone() });
    assert_eq!(store.get_job(&kept.id).await.unwrap(), kept);
    assert!(store.claim_this_job(&job.id, Some("w")).await.unwrap());
    store.close().await.unwrap();
}
