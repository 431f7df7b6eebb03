//! Plugins with tables and a life of their own, and the engine that brings them up on a store and down again.
//!
//! A plugin is a type with [`Plugin`]: its name, its [groups](crate::Group) of entities, and what it does at start and stop. An
//! [`Engine`] is a store with plugins: it finds at [build](EngineBuilder::build) what doesn't go together, and
//! [starts](Engine::start) it all in the order in which the plugins need each other. Neither knows what the plugins are for.
//!
//! ```
//! # use storewright::{Id, StoreEntity, composite_store};
//! # #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! # pub struct User { #[store(id)] id: Id<User> }
//! # #[composite_store(User)]
//! # trait AppStore {}
//! use storewright::engine::{Bound, Engine, Plugin, PluginError};
//! use storewright::{Group, Result};
//!
//! #[derive(Clone, Debug, PartialEq, StoreEntity)]
//! #[store(references(user_id -> User, on_delete = cascade))]
//! #[store(unique(user_id, purpose))]
//! pub struct Consent {
//!     #[store(id)]
//!     pub id: Id<Consent>,
//!     pub user_id: Id<User>,
//!     pub purpose: String,
//! }
//!
//! #[derive(Default)]
//! pub struct Consents {
//!     store: Bound,
//! }
//!
//! impl Consents {
//!     pub async fn granted(&self, user: &Id<User>, purpose: &str) -> Result<bool> {
//!         let store = self.store.get()?;
//!         Ok(store.find_consent_by_user_id_and_purpose(user, purpose).await?.is_some())
//!     }
//! }
//!
//! impl Plugin for Consents {
//!     fn name(&self) -> &'static str {
//!         "consents"
//!     }
//!
//!     fn groups(&self) -> Vec<Group> {
//!         vec![Group::new("consents").entity::<Consent>()]
//!     }
//!
//!     fn bound(&self) -> Option<&Bound> {
//!         Some(&self.store)
//!     }
//! }
//!
//! # fn main() -> Result<(), PluginError> { tokio::runtime::Runtime::new()?.block_on(async {
//! let store = <dyn AppStore>::connect("memory:").await?;
//! let engine = Engine::builder().store(store).plugin(Consents::default()).build()?;
//! engine.start().await?; // migrates the store and the plugins' groups, too
//!
//! let user = engine.store().create_user(&User { id: Id::new() }).await?;
//! if let Some(consents) = engine.plugin::<Consents>() {
//!     assert!(!consents.granted(&user.id, "letters").await?);
//! }
//! engine.stop().await?;
//! # Ok(()) }) }
//! ```

mod bound;
mod builder;
mod error;
mod lineup;
mod plugin;
mod state;

use std::any::Any;
use std::fmt;
use std::slice;
use std::sync::Arc;

pub use bound::Bound;
pub use builder::{EngineBuilder, HasStore, NoStore};
pub use error::EngineError;
use lineup::Lineup;
pub use plugin::{Plugin, PluginError};
use state::State;

use crate::store::{Store, StoreHandle};

/// A store and the plugins on it: brought up together, and down again.
///
/// [`Engine::builder`] begins one. See [the module](self) for an example.
pub struct Engine<S: ?Sized> {
    store: Arc<S>,
    lineup: Lineup,
    state: State,
}

impl Engine<StoreHandle> {
    /// Begins an engine. It is of whatever store is given to the builder.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::new()
    }
}

impl<S: Store + ?Sized + 'static> Engine<S> {
    fn new(store: Arc<S>, lineup: Lineup) -> Self {
        Self { store, lineup, state: State::default() }
    }

    /// Makes everything ready: migrates the store and the plugins' groups, asks whether the database answers, and starts the plugins.
    ///
    /// Groups are migrated and plugins started in the order in which they need each other, else in that in which they were
    /// given to the builder. When a plugin's start fails, those that were started are stopped in the reverse order; what
    /// their stops say isn't told. After a failure, or when the future was dropped, it can be called again: what was left
    /// started is stopped first. Of two calls at once the second fails.
    ///
    /// Cost: the store's [`migrate`](Store::migrate) once, and once more for each group; a ping; what the plugins do.
    ///
    /// # Errors
    ///
    /// [`EngineError::Store`] and [`EngineError::Migrate`] as the store says; [`EngineError::Unbound`] when the store leaves
    /// out a plugin's entity; [`EngineError::Plugin`] when a plugin's start fails. [`EngineError::AlreadyStarted`],
    /// [`EngineError::UnderWay`] and [`EngineError::Stopped`] when it can't be started now.
    ///
    /// ```
    /// # use storewright::{ConnectOptions, Engine};
    /// # use storewright::engine::EngineError;
    /// # use std::sync::Arc;
    /// # use std::time::Duration;
    /// # async fn run(engine: Engine<storewright::StoreHandle>) -> Result<(), EngineError> {
    /// // A database that comes up later than the program.
    /// while let Err(error) = engine.start().await {
    ///     if !error.is_retryable() {
    ///         return Err(error);
    ///     }
    ///     tokio::time::sleep(Duration::from_secs(1)).await;
    /// }
    /// # engine.stop().await
    /// # }
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> { tokio::runtime::Runtime::new()?.block_on(async {
    /// # let store = Arc::new(ConnectOptions::url("memory:").connect(vec![]).await?);
    /// # run(Engine::builder().store(store).build()?).await?;
    /// # Ok(()) }) }
    /// ```
    pub async fn start(&self) -> Result<(), EngineError> {
        let turn = self.state.starting()?;
        // From a start that was dropped. What they say was nobody's concern then, and isn't now.
        let _ = self.lineup.stop(&self.state).await;
        self.migrate().await?;
        self.store.ping().await.map_err(EngineError::Store)?;
        self.lineup.start(&self.state, self.store.backing()).await?;
        turn.started();
        Ok(())
    }

    async fn migrate(&self) -> Result<(), EngineError> {
        self.store.migrate(&[]).await.map_err(EngineError::Store)?;
        for (plugin, group) in self.lineup.groups() {
            let migrated = self.store.migrate(slice::from_ref(group)).await;
            migrated.map_err(|source| EngineError::Migrate { plugin, source })?;
            // One that was written by hand may do without groups; its calls would fail one by one.
            let references = self.store.backing().references();
            if let Some(unknown) = group.schemas().iter().find(|schema| !references.contains(schema)) {
                return Err(EngineError::Unbound { plugin, entity: unknown.entity() });
            }
        }
        Ok(())
    }

    /// Whether the database answers. Cost: one round trip.
    ///
    /// # Errors
    ///
    /// [`EngineError::Store`] when it doesn't.
    pub async fn ping(&self) -> Result<(), EngineError> {
        self.store.ping().await.map_err(EngineError::Store)
    }

    /// Stops the plugins in the reverse of the order in which they were started, then closes the store.
    ///
    /// All of it is done, whatever fails. An engine that was never started only closes the store; one that was stopped
    /// does nothing. When the future is dropped, the plugin that was being stopped is given up, and another call goes on with
    /// those that are left.
    ///
    /// # Errors
    ///
    /// The first that there was, [`EngineError::Plugin`] or [`EngineError::Store`]. [`EngineError::UnderWay`] while the engine
    /// is being started or stopped by another call.
    pub async fn stop(&self) -> Result<(), EngineError> {
        let Some(turn) = self.state.stopping()? else { return Ok(()) };
        let stopped = self.lineup.stop(&self.state).await;
        let closed = self.store.close().await.map_err(EngineError::Store);
        turn.stopped();
        stopped.and(closed)
    }
}

impl<S: ?Sized> Engine<S> {
    /// The store that it was built with.
    #[must_use]
    pub const fn store(&self) -> &Arc<S> {
        &self.store
    }

    /// The plugin of this type, started or not. Of several of one type, the first in the order of their start.
    #[must_use]
    pub fn plugin<P: Plugin>(&self) -> Option<&P> {
        self.lineup.plugins().find_map(|plugin| (plugin as &dyn Any).downcast_ref())
    }

    /// The names of the plugins, in the order of their start.
    pub fn plugins(&self) -> impl Iterator<Item = &'static str> {
        self.lineup.plugins().map(Plugin::name)
    }
}

impl<S: ?Sized> fmt::Debug for Engine<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plugins: Vec<_> = self.plugins().collect();
        f.debug_struct("Engine").field("plugins", &plugins).finish_non_exhaustive()
    }
}
