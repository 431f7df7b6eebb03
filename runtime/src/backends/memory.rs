//! A store in the memory of this process (feature `memory`): for tests, caches, and as the reference for other backends.
//!
//! # Rules
//!
//! Rows are kept in persistent maps, for the ids and for each index. A reader sees the snapshot that was current
//! when its call began; it waits for no writer and no writer waits for it. A writer changes a copy that shares all but the
//! changed parts, and puts it in the place of the current one in a single step: a call that fails, panics or is dropped
//! half way has changed nothing. Writers take turns. A batch is one such write.
//!
//! A partial index holds the rows that match its `when` and no others: those alone clash in a unique one, and a change of a row
//! can move it in and out.
//!
//! # Transactions
//!
//! A transaction works on a copy of the snapshot that was current when it began. It waits for nobody, nobody waits for it,
//! and it sees nothing of what others do meanwhile. At its commit, which is a writer's turn:
//!
//! - If nobody has written since it began, its copy becomes the current snapshot.
//! - If a migration has added entities since, and it deleted rows, the commit fails with [`Busy`](crate::ErrorKind::Busy).
//! - Otherwise everything it did is done again, in order, on the current snapshot. If each operation gives the answer that it
//!   gave before, errors included, that is the new current snapshot: as if the whole transaction had run at this moment.
//!   If any answer is another one, nothing is done and the commit fails with [`Busy`](crate::ErrorKind::Busy): run it again.
//!
//! So what was committed could have run one after another (R15): no update is lost, a row that appears among those that were
//! listed or counted is noticed, and changes that no answer depends on (other rows, sums that nobody looked at) fail nobody.
//! Of two that clash, the first to commit wins, so that of any number of them one always gets on. What was read before a
//! savepoint was gone back to counts as read. One that has changed nothing commits without a turn.
//!
//! It can keep on for as long as it likes, at this price: it holds the rows of the moment in which it began, each of its
//! operations with a copy of the answer, undone ones too, and what it wrote. That grows with what it did itself, not with
//! what others do, and is freed when it ends. An operation costs what it does outside, and that copy. A commit costs nothing
//! to speak of when nobody has written, else what its operations cost together; other writers wait meanwhile, readers don't.
//!
//! Several operations of one transaction at a time take turns, in the order in which they were first polled: one that is then
//! neither polled nor dropped holds up those behind it, as a long write holds up other writers. One that is under way when the
//! transaction goes back to a savepoint fails with [`TransactionEnded`](crate::ErrorKind::TransactionEnded).
//!
//! # Costs
//!
//! - A lookup by the whole id or all columns of a unique index: a hash and a few steps, whatever the number of rows.
//! - A lookup by any other index: O(log n), whether by equality over its first columns, a range or `starts_with` on the
//!   next, lists of values, or alternatives. Unique indexes hold live rows without nulls, and serve calls for such.
//! - A partial index serves calls whose conditions imply its `when`: they hold its parts literally, fix the column to a value
//!   that meets them, or leave out nulls where it does. Such that seem to hold few rows go before an order.
//! - A list in the order of an index, or partly so, stops where its limit is reached, and a cursor is sought, not skipped to.
//! - What no index can serve reads the whole table: filters on other columns, `contains`, totals and counts by value of such.
//! - Rows by way of another entity: the rows of that one that match, then a lookup by id for each.
//! - A write: O(log n) for the id and each index, whichever columns it changes; several times a lookup.
//! - Long calls let other tasks of the thread run about every half millisecond. What isn't cut up is to free the rows of a
//!   large store when it is closed or dropped, or what a transaction wrote when it is abandoned, and to sort out the values
//!   of one condition that lists very many.
//!
//! # Limits
//!
//! Nothing is durable: what was stored is gone with the last handle. Sizes are unlimited unless set:
//!
//! | URL | |
//! |---|---|
//! | `memory:` | a new, empty store |
//! | `memory:?max_value_bytes=N&max_row_bytes=N` | the same, which holds no larger values or rows, as a stand-in for a database with limits |

mod batch;
mod entries;
mod gate;
mod key;
mod operation;
mod pace;
mod packed;
mod read;
mod record;
mod remove;
mod shared;
mod snapshot;
mod table;
#[cfg(test)]
mod tests;
mod transaction;
mod write;

use std::fmt;
use std::sync::Arc;

use shared::Shared;
use transaction::Optimistic;

use super::url::Url;
use crate::backend::{
    Backend, Capabilities, CountBy, Delete, Deleted, Executor, Group, Insert, Limits, Replacement, Select,
    Selection, Step, Transaction, Update, Updated, Upsert, Written,
};
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// A store in the memory of this process. See [the module](self) for its rules and costs.
///
/// ```
/// # use storewright::backend::Backend;
/// # use storewright::backends::memory::Memory;
/// let store = Memory::new();
/// assert!(!store.capabilities().durable);
/// ```
pub struct Memory {
    shared: Arc<Shared>,
    capabilities: Capabilities,
}

impl Memory {
    /// A new, empty store that holds values of any size.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limits(Limits::NONE)
    }

    /// A new, empty store that holds values of these sizes, as a stand-in for a database that has such limits.
    #[must_use]
    pub fn with_limits(limits: Limits) -> Self {
        Self {
            shared: Arc::new(Shared::new()),
            capabilities: Capabilities::new("memory").volatile().transactional().with_limits(limits),
        }
    }

    /// The store for what follows `memory:` in a URL.
    pub(super) fn from_url(rest: &str) -> Result<Self> {
        let mut url = Url::parse(rest)?;
        if !url.place.is_empty() {
            return Err(Error::config("`memory:` takes no name: every such store is a new one"));
        }
        let limits = Limits {
            value_bytes: url.take("max_value_bytes")?.unwrap_or(usize::MAX),
            row_bytes: url.take("max_row_bytes")?.unwrap_or(usize::MAX),
            ..Limits::NONE
        };
        url.finish()?;
        Ok(Self::with_limits(limits))
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = self.shared.snapshot().map_or(0, |snapshot| snapshot.len());
        f.debug_struct("Memory").field("tables", &tables).finish_non_exhaustive()
    }
}

impl Executor for Memory {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { read::select(&*self.shared.snapshot()?, &select).await })
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.shared.run(insert))
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(self.shared.run(update))
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(self.shared.run(upsert))
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(self.shared.run(delete))
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(self.shared.run(steps))
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { read::count_by(&*self.shared.snapshot()?, &count).await })
    }
}

impl Backend for Memory {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(self.shared.ensure(schemas))
    }

    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        Box::pin(async move { Ok(Box::new(Optimistic::begin(&self.shared)?) as Box<dyn Transaction>) })
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.shared.snapshot().map(drop) })
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.shared.close().await;
            Ok(())
        })
    }
}
