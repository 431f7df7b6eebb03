//! A store in the memory of this process (feature `memory`): for tests, caches, and as the reference for other backends.
//!
//! # Rules
//!
//! Rows are kept in persistent maps, for the ids and for each index. A reader sees the snapshot that was current
//! when its call began; it waits for no writer and no writer waits for it. A writer changes a copy that shares all but the
//! changed parts, and puts it in the place of the current one in a single step: a call that fails, panics or is dropped
//! half way has changed nothing. Writers take turns.
//!
//! # Costs
//!
//! - A lookup by the whole id or all columns of a unique index: a hash and a few steps, whatever the number of rows.
//! - A lookup by any other index: O(log n), whether by equality over its first columns, a range or `starts_with` on the
//!   next, lists of values, or alternatives. Unique indexes hold live rows without nulls, and serve calls for such.
//! - A list in the order of an index, or partly so, stops where its limit is reached, and a cursor is sought, not skipped to.
//! - What no index can serve reads the whole table: filters on other columns, `contains`, totals of such.
//! - A write: O(log n) for the id and each index, whichever columns it changes; several times a lookup.
//! - Long calls let other tasks of the thread run about every half millisecond. What isn't cut up is to free the rows of a
//!   large store when it is closed or dropped.
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
mod pace;
mod packed;
mod read;
mod remove;
mod snapshot;
mod table;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use gate::{Gate, Turn};
use snapshot::Snapshot;

use super::url::Url;
use crate::backend::{
    Backend, Capabilities, CountBy, Delete, Deleted, Executor, Group, Insert, Limits, Replacement, Select,
    Selection, Step, Update, Updated, Upsert, Written,
};
use crate::error::{Error, ErrorKind, Result};
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
    // `None` once it is closed.
    current: RwLock<Option<Arc<Snapshot>>>,
    writers: Gate,
    capabilities: Capabilities,
}

impl Memory {
    /// A new, empty store that holds values of any size.
    #[must_use]
    pub fn new() -> Self {
        Self::with_limits(Limits { value_bytes: usize::MAX, row_bytes: usize::MAX })
    }

    /// A new, empty store that holds values of these sizes, as a stand-in for a database that has such limits.
    #[must_use]
    pub fn with_limits(limits: Limits) -> Self {
        Self {
            current: RwLock::new(Some(Arc::default())),
            writers: Gate::default(),
            capabilities: Capabilities::new("memory").volatile().with_limits(limits),
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
        };
        url.finish()?;
        Ok(Self::with_limits(limits))
    }

    /// What is stored at this moment.
    fn snapshot(&self) -> Result<Arc<Snapshot>> {
        // A panic can't leave half a snapshot behind: it is replaced in one step.
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone().ok_or_else(|| ErrorKind::Closed.into())
    }

    /// Waits for its turn to write.
    async fn begin(&self) -> Result<Writing<'_>> {
        let turn = self.writers.turn().await;
        let draft = Snapshot::clone(&*self.snapshot()?);
        Ok(Writing { memory: self, draft, _turn: turn })
    }

    fn replace(&self, next: Option<Arc<Snapshot>>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, next);
        // Readers needn't wait while what nobody uses any more is freed.
        drop(current);
        drop(before);
    }
}

/// A writer's turn and its copy of the store; dropped without [`Writing::publish`], it has changed nothing.
struct Writing<'m> {
    memory: &'m Memory,
    draft: Snapshot,
    _turn: Turn<'m>,
}

impl Writing<'_> {
    fn publish(self) {
        self.memory.replace(Some(Arc::new(self.draft)));
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tables = self.snapshot().map_or(0, |snapshot| snapshot.len());
        f.debug_struct("Memory").field("tables", &tables).finish_non_exhaustive()
    }
}

impl Executor for Memory {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { read::select(&*self.snapshot()?, &select).await })
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let mut writing = self.begin().await?;
            write::insert(&mut writing.draft, insert).await?;
            writing.publish();
            Ok(())
        })
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(async move {
            let mut writing = self.begin().await?;
            let updated = write::update(&mut writing.draft, &update).await?;
            if updated.count > 0 {
                writing.publish();
            }
            Ok(updated)
        })
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(async move {
            let mut writing = self.begin().await?;
            let replacement = write::upsert(&mut writing.draft, upsert).await?;
            writing.publish();
            Ok(replacement)
        })
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(async move {
            let mut writing = self.begin().await?;
            let deleted = remove::delete(&mut writing.draft, &delete).await?;
            if deleted.count > 0 {
                writing.publish();
            }
            Ok(deleted)
        })
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(async move {
            let mut writing = self.begin().await?;
            let written = batch::batch(&mut writing.draft, steps).await?;
            writing.publish();
            Ok(written)
        })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { read::count_by(&*self.snapshot()?, &count).await })
    }
}

impl Backend for Memory {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut writing = self.begin().await?;
            if writing.draft.knows(schemas) {
                return Ok(());
            }
            for schema in schemas {
                writing.draft.ensure(schema).await?;
            }
            writing.publish();
            Ok(())
        })
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.snapshot().map(drop) })
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let _last = self.writers.turn().await;
            self.replace(None);
            Ok(())
        })
    }
}
