use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use services::Server;
use storewright::{Store, StoreExt, StoreHandle};

use super::{Ledger, ends, is_unavailable, write_pair};
use crate::{Engine, Job, JobStore, open};

/// The server is killed, and stopped in order, in the middle of writes of several tasks.
pub async fn nothing_is_lost_by_crashes(engine: Engine) {
    let Some(server) = engine.private() else { return };
    let url = engine.database(&server, "sw_crashes").await;
    let store = open(&url).await;
    let mut ledger = Ledger::default();
    let ends: [fn(&Server) -> services::Result<()>; 4] =
        [Server::kill, Server::stop, Server::kill, Server::stop];
    for (round, end) in ends.into_iter().enumerate() {
        let written = Arc::new(AtomicUsize::new(0));
        let writers: Vec<_> = (0..4)
            .map(|writer| tokio::spawn(write(store.clone(), round, writer, Arc::clone(&written))))
            .collect();
        // In the middle of them: each time a little further on.
        while written.load(Ordering::Relaxed) < 20 + 7 * round {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        end(&server).unwrap();
        for writer in writers {
            ledger.merge(super::ends("a writer", writer).await.unwrap());
        }
        let refused = super::ends("a ping", store.ping()).await.unwrap_err();
        assert!(is_unavailable(&refused), "{refused:?}");
        server.restart().unwrap();
        // The very next call works.
        let token = format!("after {round}");
        ledger.acknowledged.push(store.create_job(&Job::new("q", &token)).await.unwrap());
        ledger.check(&store).await;
    }
    assert!(ledger.acknowledged.len() >= 80);
    store.close().await.unwrap();
}

/// Writes single rows and pairs in turn, until there is no server.
async fn write(store: StoreHandle, round: usize, writer: u32, written: Arc<AtomicUsize>) -> Ledger {
    let mut ledger = Ledger::default();
    for at in 0.. {
        let token = format!("{round} {writer} {at}");
        let done = if at % 2 == 0 {
            store.create_job(&Job::new("q", &token)).await
        } else {
            store.transaction(|tx| write_pair(tx, token.clone())).await
        };
        let is_over = done.as_ref().is_err_and(is_unavailable);
        ledger.note(token, done);
        if is_over {
            break;
        }
        written.fetch_add(1, Ordering::Relaxed);
    }
    ledger
}

/// A server that restarts between two calls is not noticed by reads and by transactions that begin; a write may be refused
/// once.
pub async fn a_restart_is_not_noticed(engine: Engine) {
    let Some(server) = engine.private() else { return };
    let url = engine.database(&server, "sw_restart").await;
    let store = open(&url).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    server.restart().unwrap();
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);
    server.restart().unwrap();
    let found = store.transaction(|tx| async move { tx.find_job_by_token("t").await });
    assert_eq!(found.await.unwrap(), Some(job.clone()));
    server.restart().unwrap();
    let mut ledger = Ledger { acknowledged: vec![job], ..Ledger::default() };
    ledger.note("w".to_owned(), store.create_job(&Job::new("q", "w")).await);
    ledger.note("next".to_owned(), Ok(store.create_job(&Job::new("q", "next")).await.unwrap()));
    ledger.check(&store).await;
    store.close().await.unwrap();
}

/// A server that was shut down: whatever is asked of the store, the answer comes at once and says so. A transaction that
/// was open is gone.
pub async fn a_stopped_server_is_told_at_once(engine: Engine) {
    let Some(server) = engine.private() else { return };
    let url = engine.database(&server, "sw_stopped").await;
    let store = open(&url).await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    let tx = store.begin().await.unwrap();
    tx.create_job(&Job::new("q", "in a transaction")).await.unwrap();
    server.stop().unwrap();
    let refused = [
        ends("get", store.get_job(&job.id)).await.map(drop),
        ends("create", store.create_job(&Job::new("q", "refused"))).await.map(drop),
        ends("begin", store.begin()).await.map(drop),
        ends("migrate", store.migrate(&[])).await.map(drop),
        ends("commit", tx.commit()).await,
    ];
    for error in refused {
        assert!(is_unavailable(error.as_ref().unwrap_err()), "{error:?}");
    }
    server.restart().unwrap();
    assert_eq!(store.get_job(&job.id).await.unwrap(), job);
    assert_eq!(store.list_queue("q").await.unwrap(), [job]);
    store.close().await.unwrap();
}
