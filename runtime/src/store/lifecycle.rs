use std::sync::Arc;

use super::group::Group;
use super::handle::StoreHandle;
use crate::backend::ReferenceGraph;
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

/// The lifecycle of a store: what every composite store has beside its entity stores.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no lifecycle of a store",
    label = "not a `Store`",
    note = "implement `storewright::Store` for it, by the `StoreHandle` that it holds"
)]
pub trait Store: Send + Sync {
    /// The handle underneath. Entities that the store was not written for are stored by it: those of plugins.
    fn backing(&self) -> &StoreHandle;

    /// Makes the tables and indexes of the store's own entities be there, then those of `extra` groups, each after those that it
    /// [comes after](Group::after).
    ///
    /// Creates what is missing and nothing else: it is idempotent, safe when many processes start at once, and never drops or
    /// empties anything (R18, R22). The entities of a group are part of the store as soon as its tables are there, their references
    /// included (R25). When one group fails, those before it are part of the store and those behind it are not: call it again.
    ///
    /// A store keeps the groups that were migrated: later calls can come after them, and need not name them again. See [`Group`] for
    /// an example.
    ///
    /// Cost: one call of the backend for the store's own entities and one for each group.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when the groups can't be, which is found before anything is written and told all at
    /// once, since it is the program that has to be changed, not the database:
    ///
    /// - a group without a name, one called [`core`](Group::CORE), or two of one name;
    /// - a group that comes after one that there isn't, or groups that come after each other in a circle;
    /// - an entity that is in two groups, or two entities with one table;
    /// - an entity that references one of a group that its own doesn't come after, or of none;
    /// - a group that was migrated by an earlier call with other entities;
    /// - an entity whose declaration can't be used here: the keys of its encrypted columns are missing, say.
    ///
    /// [`Schema`](crate::ErrorKind::Schema) when a table is there but lacks a column, or has one of another type. Errors of the
    /// backend about a group name it. [`Unsupported`](crate::ErrorKind::Unsupported) inside a transaction.
    fn migrate<'a>(&'a self, extra: &'a [Group]) -> BoxFuture<'a, Result<()>>;

    /// Whether the database answers. Cost: one round trip.
    ///
    /// # Errors
    ///
    /// [`Unavailable`](crate::ErrorKind::Unavailable) when it doesn't, [`Closed`](crate::ErrorKind::Closed) after a close.
    fn ping(&self) -> BoxFuture<'_, Result<()>>;

    /// Finishes what is under way and lets go of the database. Later calls are [`Closed`](crate::ErrorKind::Closed); a
    /// second close is no error.
    ///
    /// # Errors
    ///
    /// What the database says when it can't be left properly; it is let go of all the same.
    fn close(&self) -> BoxFuture<'_, Result<()>>;
}

impl Store for StoreHandle {
    fn backing(&self) -> &StoreHandle {
        self
    }

    fn migrate<'a>(&'a self, extra: &'a [Group]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.outside("migrate")?;
            let groups = self.plan(extra)?;
            let core = Arc::clone(self.known().core());
            self.backend().ensure(&core).await?;
            for group in groups {
                // With what they reference: a backend may look for those tables.
                let closure = ReferenceGraph::new(group.schemas().iter().copied());
                if !closure.schemas().is_empty() {
                    let ensured = self.backend().ensure(closure.schemas()).await;
                    ensured.map_err(|error| of_group(group, error))?;
                }
                // Not before: a deletion would look for rows in tables that aren't there.
                self.learn(group)?;
            }
            Ok(())
        })
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        match self.transaction() {
            None => self.backend().ping(),
            Some(running) => Box::pin(running.ping()),
        }
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.outside("close")?;
            self.backend().close().await
        })
    }
}

impl StoreHandle {
    /// Refuses what can't be done inside a transaction.
    fn outside(&self, call: &str) -> Result<()> {
        match self.transaction() {
            None => Ok(()),
            Some(_) => Err(Error::unsupported(format!(
                "`{call}` inside a transaction; call it on the store outside"
            ))),
        }
    }
}

/// The same error, which says of which group it is where it has words of its own.
fn of_group(group: &Group, error: Error) -> Error {
    let mut kind = error.kind().clone();
    match &mut kind {
        ErrorKind::Schema { reason }
        | ErrorKind::Unavailable { reason }
        | ErrorKind::Busy { reason }
        | ErrorKind::Backend { reason }
        | ErrorKind::Config { reason }
        | ErrorKind::Unsupported { reason } => *reason = format!("group `{}`: {reason}", group.name()).into(),
        _ => {}
    }
    kind.into()
}
