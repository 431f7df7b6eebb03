use std::fmt;
use std::sync::Arc;

use super::lineup::Lineup;
use super::{Engine, EngineError, Plugin};
use crate::store::Store;

/// An engine to be: [`Engine::builder`] begins one.
///
/// `P` is what stands in the place of the store: [`NoStore`] at first, then the `Arc` that was given.
#[must_use = "an engine is there when `build` is called"]
pub struct EngineBuilder<P = NoStore> {
    store: P,
    plugins: Vec<Box<dyn Plugin>>,
}

/// Stands in an [`EngineBuilder`] for the store that it wasn't given yet.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct NoStore;

/// An [`EngineBuilder`] was given its store, of the type `S`: that is what an `Arc` of it says.
#[diagnostic::on_unimplemented(
    message = "this engine has no store",
    label = "built without a store",
    note = "call `.store(…)` before `.build()`, with an `Arc` of it"
)]
pub trait HasStore<S: ?Sized>: sealed::Sealed {
    #[doc(hidden)]
    fn into_store(self) -> Arc<S>;
}

mod sealed {
    use std::sync::Arc;

    pub trait Sealed {}

    impl<S: ?Sized> Sealed for Arc<S> {}
}

impl<S: ?Sized> HasStore<S> for Arc<S> {
    fn into_store(self) -> Arc<S> {
        self
    }
}

impl EngineBuilder {
    pub(super) const fn new() -> Self {
        Self { store: NoStore, plugins: Vec::new() }
    }
}

impl<P> EngineBuilder<P> {
    /// With this store. It doesn't matter whether plugins are given before or after it.
    pub fn store<S: Store + ?Sized + 'static>(self, store: Arc<S>) -> EngineBuilder<Arc<S>> {
        EngineBuilder { store, plugins: self.plugins }
    }

    /// With this plugin.
    pub fn plugin(mut self, plugin: impl Plugin) -> Self {
        self.plugins.push(Box::new(plugin));
        self
    }

    /// The engine, which is to be [started](Engine::start). Nothing is asked of the database.
    ///
    /// # Errors
    ///
    /// [`EngineError::Build`] with everything that doesn't go together, each with the plugins that it is about: a plugin without
    /// a name, two of one name, plugins that wait for each other, and all that [`migrate`](Store::migrate) finds wrong with
    /// the names, dependencies, entities, tables and references of groups.
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use storewright::{ConnectOptions, Engine, Plugin};
    /// struct Unnamed;
    ///
    /// impl Plugin for Unnamed {
    ///     fn name(&self) -> &'static str {
    ///         ""
    ///     }
    /// }
    ///
    /// # fn main() -> storewright::Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let store = Arc::new(ConnectOptions::url("memory:").connect(vec![]).await?);
    /// let built = Engine::builder().plugin(Unnamed).store(store).build();
    /// assert_eq!(built.unwrap_err().to_string(), "the engine can't be built: a plugin has no name");
    /// # Ok(()) }) }
    /// ```
    pub fn build<S>(self) -> Result<Engine<S>, EngineError>
    where
        P: HasStore<S>,
        S: Store + ?Sized + 'static,
    {
        let store = self.store.into_store();
        let lineup = Lineup::new(self.plugins, store.backing());
        let lineup = lineup.map_err(|mistakes| EngineError::Build { mistakes })?;
        Ok(Engine::new(store, lineup))
    }
}

impl<P> fmt::Debug for EngineBuilder<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plugins: Vec<_> = self.plugins.iter().map(|plugin| plugin.name()).collect();
        f.debug_struct("EngineBuilder").field("plugins", &plugins).finish_non_exhaustive()
    }
}
