//! Stores of the tests' entities, and what is asked of them on every server.

use std::time::Duration;

use services::Server;
use storewright::{ConnectOptions, Entity, ErrorKind, Store, StoreHandle};

use crate::{Job, JobStore, Step};

/// A store of both entities, with its tables.
pub async fn open(url: &str) -> StoreHandle {
    let store = ConnectOptions::url(url).connect(vec![Job::schema(), Step::schema()]).await.unwrap();
    store.migrate(&[]).await.unwrap();
    store
}

/// What `migrate` says of tables that don't fit.
pub async fn refusal(url: &str) -> String {
    let store = ConnectOptions::url(url).connect(vec![Job::schema()]).await.unwrap();
    let error = store.migrate(&[]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Schema { .. }), "{error:?}");
    error.to_string()
}

/// Places that can't be opened are told by these words, and without a password.
pub async fn cannot_be_opened(places: &[(String, &str)]) {
    for (url, words) in places {
        let error = storewright::backends::connect(url).await.map(drop).unwrap_err();
        let told = format!("{error} {error:?}");
        assert!(told.contains(words) && !told.contains("s3cret"), "{told}");
    }
}

/// Whether the server is the test's own, to be killed as it likes; says so if it isn't.
pub fn is_private(server: &Server) -> bool {
    if !server.is_private() {
        services::say("skipped: the server of the environment's URL can't be killed");
    }
    server.is_private()
}

/// Kills the server in the middle of writes, several times: nothing that was acknowledged is lost, whoever was refused is told to
/// try again, and the very next call works.
pub async fn nothing_is_lost_by_kills(server: &Server, url: &str) {
    let store = open(url).await;
    let mut acknowledged = Vec::new();
    for round in 0..3_u64 {
        let writers: Vec<_> =
            (0..4).map(|writer| tokio::spawn(write(store.clone(), round, writer))).collect();
        tokio::time::sleep(Duration::from_millis(300 + 150 * round)).await;
        server.kill().unwrap();
        for writer in writers {
            acknowledged.extend(writer.await.unwrap());
        }
        assert!(store.ping().await.unwrap_err().is_retryable());
        server.restart().unwrap();
        acknowledged.push(store.create_job(&Job::new("q", &format!("after {round}"))).await.unwrap());
    }
    assert!(acknowledged.len() > 3);
    for job in &acknowledged {
        assert_eq!(store.get_job(&job.id).await.unwrap(), *job);
    }
    // A read doesn't notice a restart between two calls.
    server.restart().unwrap();
    assert_eq!(store.get_job(&acknowledged[0].id).await.unwrap(), acknowledged[0]);
    store.close().await.unwrap();
}

/// Writes until it is refused: what was acknowledged.
async fn write(store: StoreHandle, round: u64, writer: u32) -> Vec<Job> {
    let mut written = Vec::new();
    for at in 0.. {
        match store.create_job(&Job::new("q", &format!("{round} {writer} {at}"))).await {
            Ok(job) => written.push(job),
            Err(error) => {
                assert!(error.is_retryable(), "{error:?}");
                break;
            }
        }
    }
    written
}
