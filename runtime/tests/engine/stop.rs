//! Stopping an engine: everything is stopped, whatever fails.

use storewright::engine::EngineError;
use storewright::layers::Call;
use storewright::{ErrorKind, Id};

use crate::fixture::*;

#[tokio::test]
async fn the_store_is_closed_at_last() {
    let log = Log::default();
    let engine = engine([log.plugin("a"), log.plugin("b")]).await;
    engine.start().await.unwrap();
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["start a", "start b", "stop b", "stop a"]);
    assert_eq!(*engine.store().find_user(&Id::new()).await.unwrap_err().kind(), ErrorKind::Closed);
    assert_eq!(
        engine.plugin::<Part>().unwrap().store.get().unwrap_err().to_string(),
        "not supported: a call of a plugin that isn't started; start the engine that it belongs to"
    );
    // Again is no error, and nothing.
    engine.stop().await.unwrap();
    assert!(log.take().is_empty());
}

#[tokio::test]
async fn the_first_error_is_told_and_all_is_done() {
    let (store, faults) = faulty().await;
    let log = Log::default();
    let plugins =
        [log.plugin("a").stops(&[Turn::Fails]), log.plugin("b").stops(&[Turn::Fails]), log.plugin("c")];
    let engine = engine_on(store, plugins).unwrap();
    engine.start().await.unwrap();
    faults.on(Call::Close).fail(1, outage());
    let error = engine.stop().await.unwrap_err();
    assert_eq!(error.to_string(), "the plugin `b` failed: no stop today");
    assert_eq!(log.take(), ["start a", "start b", "start c", "stop c", "stop b", "stop a"]);
    assert_eq!(faults.on(Call::Close).calls(), 1);
    engine.stop().await.unwrap();
    assert!(log.take().is_empty());
}

#[tokio::test]
async fn a_close_that_fails_is_told() {
    let (store, faults) = faulty().await;
    let engine = engine_on(store, [Log::default().plugin("a")]).unwrap();
    engine.start().await.unwrap();
    faults.on(Call::Close).fail(1, outage());
    assert!(matches!(engine.stop().await, Err(EngineError::Store(error)) if error == outage()));
}

#[tokio::test]
async fn without_a_start_it_closes_the_store() {
    let log = Log::default();
    let engine = engine([log.plugin("a")]).await;
    engine.stop().await.unwrap();
    assert!(log.take().is_empty());
    assert!(engine.ping().await.is_err());
    assert!(matches!(engine.start().await, Err(EngineError::Stopped)));
}

#[tokio::test]
async fn after_a_start_that_failed() {
    let log = Log::default();
    let engine = engine([log.plugin("a"), log.plugin("b").starts(&[Turn::Fails])]).await;
    engine.start().await.unwrap_err();
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["start a", "start b", "stop a"]);
}
