//! Starts and stops that are dropped half way, or panic: the engine can go on.

use std::sync::Arc;

use storewright::engine::EngineError;
use storewright::layers::Call;

use crate::fixture::*;

#[tokio::test]
async fn a_start_dropped_in_the_migration() {
    let (store, faults) = faulty().await;
    let log = Log::default();
    let engine = engine_on(store, [log.plugin("a").group(letters())]).unwrap();
    for call in [1, 4] {
        faults.on(Call::Ensure).hang(call);
        give_up(engine.start()).await;
    }
    faults.on(Call::Ping).hang(1);
    give_up(engine.start()).await;
    assert!(log.take().is_empty());
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start a"]);
}

#[tokio::test]
async fn a_start_dropped_in_a_plugin() {
    let log = Log::default();
    let engine = engine([log.plugin("a"), log.plugin("b").starts(&[Turn::Hangs]), log.plugin("c")]).await;
    give_up(engine.start()).await;
    assert_eq!(log.take(), ["start a", "start b"]);
    // What was left is stopped first, the one that hung too.
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["stop b", "stop a", "start a", "start b", "start c"]);
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["stop c", "stop b", "stop a"]);
}

#[tokio::test]
async fn a_start_dropped_and_then_a_stop() {
    let log = Log::default();
    let engine = engine([log.plugin("a"), log.plugin("b").starts(&[Turn::Hangs])]).await;
    give_up(engine.start()).await;
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["start a", "start b", "stop b", "stop a"]);
}

#[tokio::test]
async fn a_failed_start_dropped_while_it_stops_the_others() {
    let log = Log::default();
    let plugins =
        [log.plugin("a"), log.plugin("b").stops(&[Turn::Hangs]), log.plugin("c").starts(&[Turn::Fails])];
    let engine = engine(plugins).await;
    give_up(engine.start()).await;
    assert_eq!(log.take(), ["start a", "start b", "start c", "stop b"]);
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["stop a", "start a", "start b", "start c"]);
}

#[tokio::test]
async fn a_stop_dropped_half_way() {
    let log = Log::default();
    let engine = engine([log.plugin("a"), log.plugin("b").stops(&[Turn::Hangs]), log.plugin("c")]).await;
    engine.start().await.unwrap();
    log.take();
    give_up(engine.stop()).await;
    assert!(matches!(engine.start().await, Err(EngineError::Stopped)));
    engine.ping().await.unwrap();
    // It goes on behind the one that hung.
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["stop c", "stop b", "stop a"]);
    assert!(engine.ping().await.is_err());
}

#[tokio::test]
async fn panics_are_like_drops() {
    let log = Log::default();
    let plugins = [log.plugin("a").stops(&[Turn::Panics]), log.plugin("b").starts(&[Turn::Panics])];
    let engine = Arc::new(engine(plugins).await);
    let task = |stops: bool| {
        let engine = Arc::clone(&engine);
        tokio::spawn(async move { if stops { engine.stop().await } else { engine.start().await } })
    };
    assert!(task(false).await.unwrap_err().is_panic());
    assert_eq!(log.take(), ["start a", "start b"]);
    // The stop of `a` panics as well, and is not asked again.
    assert!(task(false).await.unwrap_err().is_panic());
    assert_eq!(log.take(), ["stop b", "stop a"]);
    task(false).await.unwrap().unwrap();
    task(true).await.unwrap().unwrap();
    assert_eq!(log.take(), ["start a", "start b", "stop b", "stop a"]);
}
