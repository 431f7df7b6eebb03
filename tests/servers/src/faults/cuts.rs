use storewright::{Store, StoreExt, StoreHandle};

use super::{is_unavailable, write_pair};
use crate::{Engine, Job, JobStore, Proxy, Step, StepStore, Way, open};

async fn through_a_proxy(engine: Engine, name: &str) -> (StoreHandle, Proxy) {
    let server = engine.shared();
    let url = engine.database(&server, name).await;
    let proxy = Proxy::to(&url).await;
    let store = open(&proxy.with("max_connections=2")).await;
    (store, proxy)
}

/// A write whose connection is cut before the server sees it, or before the server's answer is read: in both cases the caller
/// is told that it doesn't know, and it is there only if the server saw it.
pub async fn a_cut_call(engine: Engine) {
    let (store, proxy) = through_a_proxy(engine, "sw_cut").await;
    for (way, stored) in [(Way::CutBefore, false), (Way::CutAfter, true)] {
        // On this connection the statement is prepared from now on.
        store.create_job(&Job::new("q", &format!("before {way:?}"))).await.unwrap();
        let job = Job::new("q", &format!("{way:?}"));
        proxy.set(way);
        let error = store.create_job(&job).await.unwrap_err();
        assert!(is_unavailable(&error), "{error:?}");
        // The way is still cut: no connection can be made either.
        assert!(is_unavailable(&store.ping().await.unwrap_err()));
        proxy.set(Way::Open);
        assert_eq!(store.find_job(&job.id).await.unwrap().is_some(), stored, "{way:?}");
        let next = Job::new("q", &format!("after {way:?}"));
        store.create_job(&next).await.unwrap();
    }
    assert_eq!(store.list_queue("q").await.unwrap().len(), 5);
    store.close().await.unwrap();
}

/// A transaction whose connection is cut at a call within it, before its commit, and after it.
pub async fn a_cut_transaction(engine: Engine) {
    let (store, proxy) = through_a_proxy(engine, "sw_cut_tx").await;
    store.transaction(|tx| write_pair(tx, "warm".to_owned())).await.unwrap();

    for way in [Way::CutBefore, Way::CutAfter] {
        let tx = store.begin().await.unwrap();
        let job = tx.create_job(&Job::new("q", &format!("within {way:?}"))).await.unwrap();
        proxy.cut_once(way);
        let error = tx.create_step(&Step { id: storewright::Id::new(), job_id: job.id }).await.unwrap_err();
        assert!(is_unavailable(&error), "{error:?}");
        // What was done in it is gone, and it can't be committed as if it weren't.
        assert!(tx.commit().await.is_err());
        assert_eq!(store.find_job(&job.id).await.unwrap(), None, "{way:?}");
    }
    for (way, stored) in [(Way::CutBefore, false), (Way::CutAfter, true)] {
        let tx = store.begin().await.unwrap();
        let job = write_pair(tx.store().clone(), format!("tx {way:?}")).await.unwrap();
        proxy.cut_once(way);
        let error = tx.commit().await.unwrap_err();
        assert!(is_unavailable(&error), "{error:?}");
        assert_eq!(store.find_job(&job.id).await.unwrap().is_some(), stored, "{way:?}");
        let steps = store.list_steps_of_job(&job.id).await.unwrap();
        assert_eq!(steps.len(), usize::from(stored), "{way:?}");
    }
    store.transaction(|tx| write_pair(tx, "next".to_owned())).await.unwrap();
    store.close().await.unwrap();
}

/// Nobody notices that a read's connection was cut, nor that of a transaction that begins.
pub async fn a_cut_read_is_done_again(engine: Engine) {
    let (store, proxy) = through_a_proxy(engine, "sw_cut_read").await;
    let job = store.create_job(&Job::new("q", "t")).await.unwrap();
    for way in [Way::CutBefore, Way::CutAfter] {
        proxy.cut_once(way);
        assert_eq!(store.get_job(&job.id).await.unwrap(), job, "{way:?}");
        proxy.cut_once(way);
        assert_eq!(store.list_queue("q").await.unwrap().len(), 1, "{way:?}");
        proxy.cut_once(way);
        let tx = store.begin().await.unwrap();
        assert_eq!(tx.get_job(&job.id).await.unwrap(), job);
        tx.commit().await.unwrap();
    }
    store.close().await.unwrap();
}

/// Every connection is cut again and again while several tasks write: what was acknowledged is there, and only that and what
/// nobody could know of.
pub async fn a_cut_between_answer_and_call(engine: Engine) {
    let (store, proxy) = through_a_proxy(engine, "sw_cuts").await;
    let mut ledger = super::Ledger::default();
    for round in 0..12 {
        let way = if round % 2 == 0 { Way::CutBefore } else { Way::CutAfter };
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let store = store.clone();
                tokio::spawn(async move {
                    let mut ledger = super::Ledger::default();
                    for at in 0..5 {
                        let token = format!("{round} {writer} {at}");
                        let done = if at % 2 == 0 {
                            store.create_job(&Job::new("q", &token)).await
                        } else {
                            store.transaction(|tx| write_pair(tx, token.clone())).await
                        };
                        ledger.note(token, done);
                    }
                    ledger
                })
            })
            .collect();
        tokio::task::yield_now().await;
        proxy.cut_once(way);
        for writer in writers {
            ledger.merge(writer.await.unwrap());
        }
        proxy.set(Way::Open);
    }
    assert!(!ledger.unknown.is_empty(), "nothing was cut");
    ledger.check(&store).await;
    let next = store.create_job(&Job::new("q", "next")).await.unwrap();
    assert_eq!(store.get_job(&next.id).await.unwrap(), next);
    store.close().await.unwrap();
}
