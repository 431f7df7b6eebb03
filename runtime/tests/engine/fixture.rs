//! Entities of a core and of plugins, and a plugin that says what is done with it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use storewright::engine::{Bound, EngineError, PluginError};
use storewright::layers::Faults;
use storewright::{
    BoxFuture, ConnectOptions, Engine, Error, ErrorKind, Group, Id, Plugin, StoreEntity, StoreHandle,
    composite_store,
};

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "users")]
pub(crate) struct User {
    #[store(id)]
    pub(crate) id: Id<User>,
}

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "consents")]
#[store(references(user_id -> User, on_delete = cascade))]
pub(crate) struct Consent {
    #[store(id)]
    pub(crate) id: Id<Consent>,
    pub(crate) user_id: Id<User>,
}

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "receipts")]
#[store(references(consent_id -> Consent, on_delete = cascade))]
pub(crate) struct Receipt {
    #[store(id)]
    pub(crate) id: Id<Receipt>,
    pub(crate) consent_id: Id<Consent>,
}

#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "stamps")]
#[store(references(receipt_id -> Receipt, on_delete = cascade))]
pub(crate) struct Stamp {
    #[store(id)]
    pub(crate) id: Id<Stamp>,
    pub(crate) receipt_id: Id<Receipt>,
}

/// Nobody's child.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "letters")]
pub(crate) struct Letter {
    #[store(id)]
    pub(crate) id: Id<Letter>,
}

#[composite_store(User)]
pub(crate) trait AppStore {}

pub(crate) fn consent() -> Group {
    Group::new("consent").entity::<Consent>()
}

/// Comes after `consent`.
pub(crate) fn receipts() -> Group {
    Group::new("receipts").entity::<Receipt>().after("consent")
}

/// Comes after `receipts`, and by that after `consent`.
pub(crate) fn stamps() -> Group {
    Group::new("stamps").entity::<Stamp>().after("receipts")
}

pub(crate) fn letters() -> Group {
    Group::new("letters").entity::<Letter>()
}

/// A store of users in memory, which is not migrated yet.
pub(crate) async fn store() -> Arc<dyn AppStore> {
    <dyn AppStore>::connect("memory:").await.unwrap()
}

/// The same on a database that can fail.
pub(crate) async fn faulty() -> (Arc<dyn AppStore>, Faults) {
    let faults = Faults::new();
    let options = ConnectOptions::url("memory:").layer(faults.clone());
    (<dyn AppStore>::connect(options).await.unwrap(), faults)
}

pub(crate) fn outage() -> Error {
    ErrorKind::Unavailable { reason: "no route".into() }.into()
}

/// What happened, in its order.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn add(&self, what: &str, name: &str) {
        self.0.lock().unwrap().push(format!("{what} {name}"));
    }

    /// What happened since this was last asked.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    pub(crate) fn plugin(&self, name: &'static str) -> Part {
        Part { name, groups: Vec::new(), log: self.clone(), store: Bound::new(), turns: Turns::default() }
    }
}

/// What a plugin's start or stop does, one turn after another; it works when there is none left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Fails,
    Hangs,
    Panics,
}

#[derive(Clone, Default)]
struct Turns {
    starts: Arc<Mutex<Vec<Turn>>>,
    stops: Arc<Mutex<Vec<Turn>>>,
}

/// A plugin that logs its start and its stop.
pub(crate) struct Part {
    name: &'static str,
    groups: Vec<Group>,
    log: Log,
    pub(crate) store: Bound,
    turns: Turns,
}

impl Part {
    pub(crate) fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    pub(crate) fn starts(self, turns: &[Turn]) -> Self {
        *self.turns.starts.lock().unwrap() = turns.to_vec();
        self
    }

    pub(crate) fn stops(self, turns: &[Turn]) -> Self {
        *self.turns.stops.lock().unwrap() = turns.to_vec();
        self
    }

    async fn turn(&self, turns: &Mutex<Vec<Turn>>, call: &str) -> Result<(), PluginError> {
        let turn = {
            let mut turns = turns.lock().unwrap();
            if turns.is_empty() { None } else { Some(turns.remove(0)) }
        };
        match turn {
            None => Ok(()),
            Some(Turn::Fails) => Err(format!("no {call} today").into()),
            Some(Turn::Hangs) => std::future::pending().await,
            Some(Turn::Panics) => panic!("{call} panics, as planned"),
        }
    }
}

impl Plugin for Part {
    fn name(&self) -> &'static str {
        self.name
    }

    fn groups(&self) -> Vec<Group> {
        self.groups.clone()
    }

    fn bound(&self) -> Option<&Bound> {
        Some(&self.store)
    }

    fn start<'a>(&'a self, store: &'a StoreHandle) -> BoxFuture<'a, Result<(), PluginError>> {
        Box::pin(async move {
            self.log.add("start", self.name);
            assert!(
                self.store.get().is_ok() && !store.references().schemas().is_empty(),
                "it has its store when it starts"
            );
            self.turn(&self.turns.starts, "start").await
        })
    }

    fn stop(&self) -> BoxFuture<'_, Result<(), PluginError>> {
        Box::pin(async move {
            self.log.add("stop", self.name);
            assert!(self.store.get().is_ok(), "it has its store until it is stopped");
            self.turn(&self.turns.stops, "stop").await
        })
    }
}

/// An engine of these plugins on a store in memory.
pub(crate) async fn engine(plugins: impl IntoIterator<Item = Part>) -> Engine<dyn AppStore> {
    engine_on(store().await, plugins).unwrap()
}

pub(crate) fn engine_on(
    store: Arc<dyn AppStore>,
    plugins: impl IntoIterator<Item = Part>,
) -> Result<Engine<dyn AppStore>, EngineError> {
    let mut builder = Engine::builder();
    for plugin in plugins {
        builder = builder.plugin(plugin);
    }
    builder.store(store).build()
}

/// Everything that keeps these plugins from being an engine.
pub(crate) async fn mistakes(plugins: impl IntoIterator<Item = Part>) -> Vec<String> {
    match engine_on(store().await, plugins) {
        Err(EngineError::Build { mistakes }) => mistakes,
        other => panic!("{other:?}"),
    }
}

/// Polls a call for a while, then drops it.
pub(crate) async fn give_up<T>(call: impl Future<Output = T>) {
    assert!(tokio::time::timeout(Duration::from_millis(20), call).await.is_err(), "it was done");
}
