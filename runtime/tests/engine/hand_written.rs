//! Stores that were written by hand around a handle.

use std::sync::Arc;

use storewright::engine::EngineError;
use storewright::{BoxFuture, ConnectOptions, Engine, Group, Id, Result, Store, StoreHandle};

use crate::fixture::*;

/// Passes over the groups that it is given.
struct Deaf(StoreHandle);

impl Store for Deaf {
    fn backing(&self) -> &StoreHandle {
        &self.0
    }

    fn migrate<'a>(&'a self, _: &'a [Group]) -> BoxFuture<'a, Result<()>> {
        self.0.migrate(&[])
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        self.0.ping()
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        self.0.close()
    }
}

/// Passes on everything.
struct Careful(StoreHandle);

impl Store for Careful {
    fn backing(&self) -> &StoreHandle {
        &self.0
    }

    fn migrate<'a>(&'a self, extra: &'a [Group]) -> BoxFuture<'a, Result<()>> {
        self.0.migrate(extra)
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        self.0.ping()
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        self.0.close()
    }
}

async fn handle() -> StoreHandle {
    ConnectOptions::url("memory:").connect(<dyn AppStore>::schemas()).await.unwrap()
}

#[tokio::test]
async fn one_that_passes_over_groups_cannot_be_bound() {
    let log = Log::default();
    let engine = Engine::builder()
        .store(Arc::new(Deaf(handle().await)))
        .plugin(log.plugin("clerk").group(Group::new("users").entity::<User>()))
        .plugin(log.plugin("consents").group(consent()))
        .build()
        .unwrap();
    let error = engine.start().await.unwrap_err();
    assert!(matches!(error, EngineError::Unbound { plugin: "consents", entity: "Consent" }));
    assert!(!error.is_retryable());
    assert_eq!(
        error.to_string(),
        "the store has no `Consent` of the plugin `consents`; \
         its `migrate` must pass on the groups that it is given to its handle"
    );
    assert!(log.take().is_empty());
}

#[tokio::test]
async fn without_entities_of_their_own_plugins_work_on_it() {
    let log = Log::default();
    let engine =
        Engine::builder().store(Arc::new(Deaf(handle().await))).plugin(log.plugin("idle")).build().unwrap();
    engine.start().await.unwrap();
    engine.stop().await.unwrap();
    assert_eq!(log.take(), ["start idle", "stop idle"]);
}

#[tokio::test]
async fn one_that_passes_them_on_can_be_bound() {
    let plugin = Log::default().plugin("consents").group(consent());
    let engine = Engine::builder().store(Arc::new(Careful(handle().await))).plugin(plugin).build().unwrap();
    engine.start().await.unwrap();
    let store = engine.plugin::<Part>().unwrap().store.get().unwrap();
    let user = store.create_user(&User { id: Id::new() }).await.unwrap();
    store.create_consent(&Consent { id: Id::new(), user_id: user.id }).await.unwrap();
}
