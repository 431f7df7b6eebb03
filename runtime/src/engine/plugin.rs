use std::any::Any;
use std::error::Error as StdError;
use std::future::ready;

use super::Bound;
use crate::future::BoxFuture;
use crate::store::{Group, StoreHandle};

/// What a plugin's start or stop fails with: an error of its own, or the [`Error`](crate::Error) of a call of the store.
pub type PluginError = Box<dyn StdError + Send + Sync>;

/// A part of a program with entities and a life of its own, for any [`Engine`](super::Engine).
///
/// Its methods take `&self`: what changes at run time is behind a lock, the store that it works on in a [`Bound`]. See
/// [the module](super) for an example.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a plugin",
    label = "not a `Plugin`",
    note = "implement `storewright::engine::Plugin` for it"
)]
pub trait Plugin: Any + Send + Sync {
    /// Its name, the only one of this name in an engine: errors tell it. It MUST always be the same.
    fn name(&self) -> &'static str;

    /// The groups of its entities. Asked for once, when the engine is built.
    ///
    /// A group that needs the tables of another plugin's group says so by [`Group::after`]; that plugin is then started before this one.
    fn groups(&self) -> Vec<Group> {
        Vec::new()
    }

    /// Where it keeps its store, if it keeps one: the engine puts the store there before [`Plugin::start`], and takes it away
    /// after [`Plugin::stop`]. Many a plugin needs nothing else.
    fn bound(&self) -> Option<&Bound> {
        None
    }

    /// Makes it ready to work on `store`.
    ///
    /// Called once for each start of the engine, when all groups are there, after the plugins whose groups its own come after. It
    /// MUST be possible to call it again after it failed, and after [`Plugin::stop`].
    ///
    /// # Errors
    ///
    /// Whatever keeps it from working: the engine's start fails then.
    fn start<'a>(&'a self, store: &'a StoreHandle) -> BoxFuture<'a, Result<(), PluginError>> {
        let _ = store;
        Box::pin(ready(Ok(())))
    }

    /// Ends what [`Plugin::start`] began, before the store is closed.
    ///
    /// Called once for each start that was done, in the reverse order, also when another plugin's start fails. One whose start
    /// failed isn't stopped; one whose start was dropped half way is.
    ///
    /// # Errors
    ///
    /// Whatever went wrong. All plugins are stopped nevertheless.
    fn stop(&self) -> BoxFuture<'_, Result<(), PluginError>> {
        Box::pin(ready(Ok(())))
    }
}
