use super::handle::StoreHandle;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// The lifecycle of a store: what every composite store has beside its entity stores.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no lifecycle of a store",
    label = "not a `Store`",
    note = "implement `storewright::Store` for it, by the `StoreHandle` that it holds"
)]
pub trait Store: Send + Sync {
    /// The handle underneath. Entities that the store was not written for are stored by it: those of plugins.
    fn backing(&self) -> &StoreHandle;

    /// Makes the tables and indexes of the store's own entities be there, and those of `extra` groups of entities.
    ///
    /// Creates what is missing and nothing else: it is idempotent, safe when many processes start at once, and never drops or
    /// empties anything (R18, R22). Entities of `extra` are part of the store from then on, their references included (R25).
    ///
    /// # Errors
    ///
    /// [`Schema`](crate::ErrorKind::Schema) when a table is there but lacks a column, or has one of another type.
    fn migrate<'a>(&'a self, extra: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>>;

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

    fn migrate<'a>(&'a self, extra: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            self.outside("migrate")?;
            self.learn(extra)?;
            self.backend().ensure(self.references().schemas()).await
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
