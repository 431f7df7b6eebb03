//! When rows of one entity may be kept: not while they are written, nor if they were read before that.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::Cache;
use super::affected::Ids;

/// Rows are told apart by so many classes: a write keeps reads of its own class from being kept.
const CLASSES: usize = 64;

/// A moment in the life of an entity: it has as many as there were begins and ends of writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Moment(u64);

/// What is known of one entity's writes.
pub(super) struct Entity {
    // Kept with each row: raised, it drops all rows at once.
    epoch: AtomicU64,
    ledger: Mutex<Ledger>,
}

pub(super) struct Ledger {
    now: Moment,
    every: Writes,
    classes: Vec<Writes>,
    doubt_until: Option<Instant>,
    closed: bool,
}

/// The writes of some rows.
#[derive(Clone, Copy, Default)]
struct Writes {
    open: u32,
    // When one began or ended last.
    last: Moment,
}

impl Writes {
    fn open_at(&mut self, now: Moment) {
        self.open += 1;
        self.last = now;
    }

    fn close_at(&mut self, now: Moment) {
        self.open -= 1;
        self.last = now;
    }

    fn quiet_since(self, moment: Moment) -> bool {
        self.open == 0 && self.last <= moment
    }
}

impl Entity {
    pub(super) fn new(closed: bool) -> Self {
        let classes = vec![Writes::default(); CLASSES];
        let ledger =
            Ledger { now: Moment::default(), every: Writes::default(), classes, doubt_until: None, closed };
        Self { epoch: AtomicU64::new(0), ledger: Mutex::new(ledger) }
    }

    pub(super) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    /// Drops every row.
    pub(super) fn drop_rows(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
    }

    /// As long as it is held, no write begins or ends, and no row is put in.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        // Nothing that is done with it can panic half way.
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ledger {
    /// When a read that asks now begins.
    pub(super) const fn now(&self) -> Moment {
        self.now
    }

    /// Whether the row of this id may be kept that was read since `began`.
    pub(super) fn admits(&self, began: Moment, id: &[u8]) -> bool {
        let quiet = self.every.quiet_since(began) && self.classes[class(id)].quiet_since(began);
        quiet && !self.closed && self.doubt_until.is_none_or(|until| until <= Instant::now())
    }

    /// A write of these rows begins.
    pub(super) fn open(&mut self, ids: &Ids) {
        self.write(ids, Writes::open_at);
    }

    /// A write of these rows that was begun has ended.
    pub(super) fn close(&mut self, ids: &Ids) {
        self.write(ids, Writes::close_at);
    }

    fn write(&mut self, ids: &Ids, change: fn(&mut Writes, Moment)) {
        self.now.0 += 1;
        match ids {
            Ids::Every => change(&mut self.every, self.now),
            Ids::These(ids) => ids.iter().for_each(|id| change(&mut self.classes[class(id)], self.now)),
        }
    }

    /// For a while, no row is kept.
    pub(super) fn doubt(&mut self) {
        self.doubt_until = Some(Instant::now() + Cache::DOUBT);
    }

    /// From now on, no row is kept.
    pub(super) fn shut(&mut self) {
        self.closed = true;
    }
}

fn class(id: &[u8]) -> usize {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    usize::try_from(hasher.finish() % CLASSES as u64).unwrap_or_default()
}
