//! Starting an engine, and what can be in the way.

use std::error::Error as _;
use std::sync::Arc;

use storewright::engine::EngineError;
use storewright::layers::Call;
use storewright::{Error, Id};

use crate::fixture::*;

#[tokio::test]
async fn it_migrates_asks_and_starts() {
    let (store, faults) = faulty().await;
    let log = Log::default();
    let engine =
        engine_on(store, [log.plugin("clerk").group(receipts()), log.plugin("consents").group(consent())]);
    let engine = engine.unwrap();
    engine.start().await.unwrap();
    // The core; then the core and a group, twice.
    assert_eq!((faults.on(Call::Ensure).calls(), faults.on(Call::Ping).calls()), (5, 1));
    engine.ping().await.unwrap();
    assert_eq!(faults.on(Call::Ping).calls(), 2);

    let store = engine.store();
    let user = store.create_user(&User { id: Id::new() }).await.unwrap();
    let bound = engine.plugin::<Part>().unwrap().store.get().unwrap();
    let consent = bound.create_consent(&Consent { id: Id::new(), user_id: user.id }).await.unwrap();
    store.create_receipt(&Receipt { id: Id::new(), consent_id: consent.id }).await.unwrap();
    assert!(store.delete_user(&user.id).await.unwrap());
    assert_eq!(bound.find_consent(&consent.id).await.unwrap(), None);
}

#[tokio::test]
async fn an_outage_at_the_core() {
    let (store, faults) = faulty().await;
    let log = Log::default();
    let engine = engine_on(store, [log.plugin("clerk").group(letters())]).unwrap();
    faults.on(Call::Ensure).fail_always(outage());
    for _ in 0..2 {
        let error = engine.start().await.unwrap_err();
        assert!(matches!(&error, EngineError::Store(error) if *error == outage()));
        assert!(error.is_retryable());
        assert_eq!(
            error.to_string(),
            "the store of the engine failed: the database is not available: no route"
        );
    }
    assert!(log.take().is_empty());
    faults.heal();
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start clerk"]);
}

#[tokio::test]
async fn an_outage_at_a_group() {
    let (store, faults) = faulty().await;
    let log = Log::default();
    let plugins = [log.plugin("clerk").group(letters()), log.plugin("consents").group(consent())];
    let engine = engine_on(store, plugins).unwrap();
    faults.on(Call::Ensure).fail(5, outage());
    let error = engine.start().await.unwrap_err();
    assert!(matches!(error, EngineError::Migrate { plugin: "consents", .. }));
    assert!(error.is_retryable());
    assert_eq!(
        error.to_string(),
        "the plugin `consents` can't be migrated: the database is not available: group `consent`: no route"
    );
    assert_eq!(
        error.source().unwrap().to_string(),
        "the database is not available: group `consent`: no route"
    );
    assert!(log.take().is_empty());
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start clerk", "start consents"]);
}

#[tokio::test]
async fn an_outage_at_the_ping() {
    let (store, faults) = faulty().await;
    let log = Log::default();
    let engine = engine_on(store, [log.plugin("clerk").group(letters())]).unwrap();
    faults.on(Call::Ping).fail(1, outage());
    assert!(matches!(engine.start().await, Err(EngineError::Store(error)) if error == outage()));
    assert!(log.take().is_empty());
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start clerk"]);
    faults.on(Call::Ping).fail(3, outage());
    assert!(engine.ping().await.unwrap_err().is_retryable());
    engine.ping().await.unwrap();
}

#[tokio::test]
async fn a_start_that_fails_stops_those_before_it() {
    let log = Log::default();
    let plugins = [
        log.plugin("a").stops(&[Turn::Fails]),
        log.plugin("b"),
        log.plugin("c").starts(&[Turn::Fails]),
        log.plugin("d"),
    ];
    let engine = engine(plugins).await;
    let error = engine.start().await.unwrap_err();
    // What the stops say doesn't hide why.
    assert_eq!(error.to_string(), "the plugin `c` failed: no start today");
    assert!(matches!(&error, EngineError::Plugin { name: "c", .. }) && !error.is_retryable());
    assert_eq!(error.source().unwrap().to_string(), "no start today");
    assert_eq!(log.take(), ["start a", "start b", "start c", "stop b", "stop a"]);
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start a", "start b", "start c", "start d"]);
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["stop d", "stop c", "stop b", "stop a"]);
}

#[tokio::test]
async fn only_once() {
    let log = Log::default();
    let engine = engine([log.plugin("a")]).await;
    engine.start().await.unwrap();
    let again = engine.start().await.unwrap_err();
    assert!(matches!(again, EngineError::AlreadyStarted) && !again.is_retryable());
    assert_eq!(again.to_string(), "the engine was started before");
    engine.stop().await.unwrap();
    let after = engine.start().await.unwrap_err();
    assert!(matches!(after, EngineError::Stopped));
    assert_eq!(after.to_string(), "the engine was stopped; build another one on a store that is open");
    assert_eq!(log.take(), ["start a", "stop a"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_starts_at_once_one_is_done() {
    for _ in 0..20 {
        let log = Log::default();
        let engine = Arc::new(engine([log.plugin("a"), log.plugin("b").group(consent())]).await);
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let engine = Arc::clone(&engine);
                tokio::spawn(async move { engine.start().await })
            })
            .collect();
        let mut done = 0;
        for start in starts {
            match start.await.unwrap() {
                Ok(()) => done += 1,
                Err(EngineError::UnderWay | EngineError::AlreadyStarted) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((done, log.take()), (1, vec!["start a".to_owned(), "start b".to_owned()]));
        engine.stop().await.unwrap();
    }
}

#[tokio::test]
async fn while_another_start_is_under_way() {
    let log = Log::default();
    let engine = engine([log.plugin("a").starts(&[Turn::Hangs])]).await;
    let mut first = Box::pin(engine.start());
    give_up(&mut first).await;
    let second = engine.start().await.unwrap_err();
    assert!(matches!(second, EngineError::UnderWay));
    assert_eq!(second.to_string(), "the engine is being started or stopped by another call");
    assert!(matches!(engine.stop().await, Err(EngineError::UnderWay)));
    drop(first);
    engine.start().await.unwrap();
}

#[tokio::test]
async fn a_store_that_is_closed() {
    let engine = engine([Log::default().plugin("a").group(letters())]).await;
    engine.store().close().await.unwrap();
    let error = engine.start().await.unwrap_err();
    assert_eq!(error.to_string(), "the store of the engine failed: the store is closed");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn a_group_that_came_to_the_store_otherwise_meanwhile() {
    let engine = engine([Log::default().plugin("clerk").group(letters())]).await;
    let other = storewright::Group::new("letters").entity::<Consent>();
    engine.store().migrate(&[other]).await.unwrap();
    assert_eq!(
        engine.start().await.unwrap_err().to_string(),
        "the plugin `clerk` can't be migrated: bad configuration: group `letters` was migrated before with other \
         entities: with `Consent` then, with `Letter` now"
    );
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn its_calls_can_be_spawned() {
    let engine = engine([]).await;
    is_send(engine.start()).await.unwrap();
    is_send(engine.ping()).await.unwrap();
    is_send(engine.stop()).await.unwrap();
    assert!(matches!(engine.ping().await, Err(EngineError::Store(error)) if !Error::is_retryable(&error)));
}
