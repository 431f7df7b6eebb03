//! What doesn't go together is told when an engine is built.

use std::sync::Arc;

use storewright::engine::EngineError;
use storewright::{ConnectOptions, Engine, Group, Id, StoreEntity};

use crate::fixture::*;

#[tokio::test]
async fn names_of_plugins() {
    let log = Log::default();
    assert_eq!(mistakes([log.plugin("")]).await, ["a plugin has no name"]);
    let plugins = ["a", "b", "a", "b", "a"].map(|name| log.plugin(name));
    assert_eq!(mistakes(plugins).await, ["3 plugins are called `a`", "2 plugins are called `b`"]);
}

#[tokio::test]
async fn names_of_groups() {
    let log = Log::default();
    let plugins = [
        log.plugin("a").group(letters()).group(Group::new("")),
        log.plugin("b").group(letters()).group(Group::new("core")),
    ];
    assert_eq!(
        mistakes(plugins).await,
        [
            "2 groups of the plugins `a` and `b` are called `letters`",
            "a group of the plugin `a` has no name",
            "a group of the plugin `b` is called `core`, which stands for the store's own entities",
        ]
    );
    let twice = log.plugin("a").group(letters()).group(letters());
    assert_eq!(mistakes([twice]).await, ["2 groups of the plugin `a` are called `letters`"]);
}

#[tokio::test]
async fn dependencies_that_nobody_brings() {
    let log = Log::default();
    let plugins =
        [log.plugin("clerk").group(letters().after("post")), log.plugin("consents").group(consent())];
    assert_eq!(
        mistakes(plugins).await,
        ["group `letters` of the plugin `clerk` comes after `post`, which is no group of this store"]
    );
}

#[tokio::test]
async fn entities_and_tables_of_two_plugins() {
    #[derive(Clone, Debug, PartialEq, StoreEntity)]
    #[store(table = "consents")]
    struct Approval {
        #[store(id)]
        id: Id<Approval>,
    }
    let log = Log::default();
    let plugins = [
        log.plugin("a").group(letters()).group(consent()),
        log.plugin("b").group(Group::new("post").entity::<Letter>()),
        log.plugin("c").group(Group::new("approvals").entity::<Approval>()),
    ];
    assert_eq!(
        mistakes(plugins).await,
        [
            "`Letter` is in group `letters` of the plugin `a` and in group `post` of the plugin `b`: leave it in one",
            "`Consent` of group `consent` of the plugin `a` and `Approval` of group `approvals` of the plugin `c` \
             have the same table, `consents`: give one of them another by `#[store(table = \"…\")]`",
        ]
    );
}

#[tokio::test]
async fn references_to_another_plugin() {
    let log = Log::default();
    let plugins = [
        log.plugin("clerk").group(Group::new("receipts").entity::<Receipt>()),
        log.plugin("consents").group(consent()),
    ];
    assert_eq!(
        mistakes(plugins).await,
        ["group `receipts` of the plugin `clerk`: `Receipt` references by `consent_id` a `Consent` \
          of group `consent` of the plugin `consents`: write `.after(\"consent\")`"]
    );
}

#[tokio::test]
async fn everything_at_once() {
    let log = Log::default();
    let plugins = [
        log.plugin("").group(letters().after("post")),
        log.plugin("a").group(Group::new("a").after("a")),
        log.plugin("a").group(Group::new("other").entity::<Letter>()),
    ];
    let error = engine_on(store().await, plugins).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the engine can't be built: a plugin has no name; 2 plugins are called `a`; \
         group `letters` comes after `post`, which is no group of this store; \
         groups come after each other in a circle: `a -> a` of the plugin `a`; \
         `Letter` is in group `letters` and in group `other` of the plugin `a`: leave it in one"
    );
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn nothing_is_asked_of_the_database() {
    let (store, faults) = faulty().await;
    let log = Log::default();
    let engine = engine_on(store, [log.plugin("consents").group(consent())]).unwrap();
    assert_eq!((faults.calls(), engine.store().backing().references().schemas().len()), (0, 1));
    assert!(log.take().is_empty());
}

#[tokio::test]
async fn any_store_will_do_in_any_place() {
    let log = Log::default();
    let handle = Arc::new(ConnectOptions::url("memory:").connect(<dyn AppStore>::schemas()).await.unwrap());
    let builder = Engine::builder().store(handle).plugin(log.plugin("a"));
    assert_eq!(format!("{builder:?}"), r#"EngineBuilder { plugins: ["a"], .. }"#);
    builder.build().unwrap().start().await.unwrap();
    // The last one given.
    let (first, last) = (store().await, store().await);
    let engine = Engine::builder().store(first).store(Arc::clone(&last)).build().unwrap();
    assert!(Arc::ptr_eq(engine.store(), &last));
    engine.start().await.unwrap();
    let EngineError::Build { mistakes } =
        Engine::builder().plugin(log.plugin("")).store(last).build().unwrap_err()
    else {
        panic!("another error")
    };
    assert_eq!(mistakes, ["a plugin has no name"]);
}
