//! Rows kept near (feature `cache`).

mod affected;
mod entity;
mod hook;
mod named;
mod rows;
mod writing;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hook::Outside;
use rows::Rows;

use super::Layer;
use super::around::Around;
use crate::backend::Backend;

/// Keeps rows that were read, and answers lookups by id and by unique index from them (feature `cache`).
///
/// What is answered: selects whose conditions fix the id or a unique index, in no order: `get_…`, `find_…` and declared methods of that
/// kind. The row must match all conditions of the call at that moment, so soft deletion, expiry and changed values are
/// judged as the database would. That a row is absent is not kept; lists and counts go to the database.
///
/// # What a reader may see
///
/// - Never a value older than the last write through the same store that was acknowledged before the read began. A write
///   by id drops that row, any other write all rows of the entity, a deletion also those of every entity that references it, directly
///   or not. While a write runs, what it may change is neither kept nor answered from here.
/// - When it can't be known whether a write was done, because its future was dropped or it failed with
///   [`Unavailable`](crate::ErrorKind::Unavailable), it may still be done later: all rows of the entities are dropped, and none
///   kept for the time of [`Cache::DOUBT`].
/// - A transaction reads past the cache. What it has written is dropped when its commit begins.
/// - **Writes of other processes, and of other stores on the same database, are not seen** until the
///   [time to live](Cache::time_to_live) of a row has passed. That time is the system's, not that of the store's clock.
///
/// Rows are kept as the database has them, encrypted columns encrypted, secret ones in clear in this process's memory.
/// `migrate` and `close` empty it.
///
/// It is the layer and a handle to it: clones share what was counted. Each store that it is put around keeps rows of its
/// own. Cost: a hit takes two or three lookups in hash tables, a copy of the row, and no round trip.
///
/// ```
/// # use storewright::{Id, Result, StoreEntity, composite_store};
/// # #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// # pub struct User { #[store(id)] id: Id<User>, name: String }
/// # #[composite_store(User)]
/// # trait AppStore {}
/// use std::time::Duration;
/// use storewright::ConnectOptions;
/// use storewright::layers::Cache;
///
/// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let cache = Cache::new().capacity(50_000).time_to_live(Duration::from_secs(30));
/// let store = <dyn AppStore>::connect(ConnectOptions::url("memory:").layer(cache.clone())).await?;
/// store.migrate(&[]).await?;
///
/// let ada = store.create_user(&User { id: Id::new(), name: "Ada".to_owned() }).await?;
/// for _ in 0..3 {
///     assert_eq!(store.get_user(&ada.id).await?, ada);
/// }
/// assert_eq!((cache.stats().hits, cache.stats().misses), (2, 1));
/// # Ok(()) }) }
/// ```
#[derive(Debug, Clone)]
pub struct Cache {
    capacity: u64,
    time_to_live: Duration,
    counters: Arc<Counters>,
}

/// How often a [`Cache`] had the row that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CacheStats {
    /// Lookups that were answered without the database.
    pub hits: u64,
    /// Lookups that went to the database, though they are of the kind that can be answered.
    pub misses: u64,
}

#[derive(Debug, Default)]
struct Counters {
    hits: AtomicU64,
    misses: AtomicU64,
}

impl Counters {
    fn hit(&self) {
        self.hits.fetch_add(1, Ordering::Relaxed);
    }

    fn missed(&self) {
        self.misses.fetch_add(1, Ordering::Relaxed);
    }
}

impl Cache {
    /// For how long no row of an entity is kept after a write of which nobody knows whether it was done.
    pub const DOUBT: Duration = Duration::from_secs(30);

    /// For 10,000 rows, each for a minute.
    #[must_use]
    pub fn new() -> Self {
        Self { capacity: 10_000, time_to_live: Duration::from_secs(60), counters: Arc::default() }
    }

    /// For at most about so many rows, of all entities together. Those that are asked for often stay.
    #[must_use]
    pub fn capacity(mut self, rows: u64) -> Self {
        self.capacity = rows;
        self
    }

    /// A row is kept for this time at most: for so long the writes of other processes may stay unseen.
    #[must_use]
    pub fn time_to_live(mut self, time: Duration) -> Self {
        self.time_to_live = time;
        self
    }

    /// How often it had the row that was asked for, in all stores that it was put around.
    #[must_use]
    pub fn stats(&self) -> CacheStats {
        let Counters { hits, misses } = &*self.counters;
        CacheStats { hits: hits.load(Ordering::Relaxed), misses: misses.load(Ordering::Relaxed) }
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::new()
    }
}

impl Layer for Cache {
    fn wrap(self: Box<Self>, inner: Arc<dyn Backend>) -> Arc<dyn Backend> {
        let rows = Arc::new(Rows::new(self.capacity, self.time_to_live));
        Around::backend(Outside { rows, counters: self.counters }, inner)
    }
}
