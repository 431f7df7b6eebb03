//! In which order plugins are started, stopped, and their groups migrated.

use storewright::engine::EngineError;
use storewright::{Group, Plugin};

use crate::fixture::*;

#[tokio::test]
async fn as_they_were_given_where_nobody_needs_another() {
    let log = Log::default();
    let engine = engine(["c", "a", "b"].map(|name| log.plugin(name))).await;
    assert_eq!(engine.plugins().collect::<Vec<_>>(), ["c", "a", "b"]);
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start c", "start a", "start b"]);
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["stop b", "stop a", "stop c"]);
}

#[tokio::test]
async fn those_that_are_needed_come_first() {
    let log = Log::default();
    let plugins = [
        log.plugin("stamper").group(stamps()),
        log.plugin("idle"),
        log.plugin("clerk").group(letters()).group(receipts()),
        log.plugin("consents").group(consent()),
    ];
    let engine = engine(plugins).await;
    assert_eq!(engine.plugins().collect::<Vec<_>>(), ["idle", "consents", "clerk", "stamper"]);
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start idle", "start consents", "start clerk", "start stamper"]);
    let known: Vec<_> =
        engine.store().backing().references().schemas().iter().map(|schema| schema.entity()).collect();
    assert_eq!(known, ["User", "Letter", "Consent", "Receipt", "Stamp"]);
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["stop stamper", "stop clerk", "stop consents", "stop idle"]);
}

#[tokio::test]
async fn groups_of_one_plugin_may_need_each_other() {
    let log = Log::default();
    let plugin = log.plugin("all").group(receipts()).group(consent()).group(Group::new("none").after("core"));
    let engine = engine([plugin]).await;
    engine.start().await.unwrap();
    assert_eq!(log.take(), ["start all"]);
}

#[tokio::test]
async fn groups_that_the_store_has_already_count() {
    let store = store().await;
    store.migrate(&[consent()]).await.unwrap();
    let engine = engine_on(store, [Log::default().plugin("clerk").group(receipts())]).unwrap();
    engine.start().await.unwrap();
}

/// Groups are in an order, but their plugins would each have to be started before the other.
#[tokio::test]
async fn plugins_in_a_circle() {
    let log = Log::default();
    let plugins = || {
        [
            log.plugin("first").group(consent()).group(stamps()),
            log.plugin("second").group(receipts()),
            log.plugin("third").group(letters()),
        ]
    };
    let circle = "plugins come after each other in a circle: `first -> second -> first`";
    assert_eq!(mistakes(plugins()).await, [circle]);
    let with_another = plugins().into_iter().chain([log.plugin("")]);
    assert_eq!(mistakes(with_another).await, ["a plugin has no name", circle]);
}

#[tokio::test]
async fn groups_in_a_circle_are_told_as_such_only() {
    let log = Log::default();
    let plugins = [
        log.plugin("first").group(Group::new("a").after("b")),
        log.plugin("second").group(Group::new("b").after("a")),
    ];
    assert_eq!(
        mistakes(plugins).await,
        ["groups come after each other in a circle: `a -> b -> a` of the plugins `first` and `second`"]
    );
}

#[tokio::test]
async fn plugins_are_found_by_their_type() {
    struct Other;
    impl Plugin for Other {
        fn name(&self) -> &'static str {
            "other"
        }
    }
    struct Absent;
    impl Plugin for Absent {
        fn name(&self) -> &'static str {
            "absent"
        }
    }
    let log = Log::default();
    let engine = storewright::Engine::builder()
        .plugin(log.plugin("clerk").group(receipts()))
        .plugin(Other)
        .store(store().await)
        .plugin(log.plugin("consents").group(consent()))
        .build()
        .unwrap();
    assert_eq!(engine.plugin::<Other>().map(Plugin::name), Some("other"));
    // The first that is started of those of one type.
    assert_eq!(engine.plugin::<Part>().map(Plugin::name), Some("consents"));
    assert!(engine.plugin::<Absent>().is_none());
    assert_eq!(format!("{engine:?}"), r#"Engine { plugins: ["other", "consents", "clerk"], .. }"#);
    // What is left to the defaults does nothing.
    engine.start().await.unwrap();
    assert!(matches!(engine.start().await, Err(EngineError::AlreadyStarted)));
    engine.stop().await.unwrap();
}
