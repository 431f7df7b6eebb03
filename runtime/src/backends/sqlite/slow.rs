//! Which reads are known to take long.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::sql::Statement;

/// After how many reads of a shape that took long one is tried on its caller's thread again.
const SPARED: u32 = 16;
/// Filters that users put together have shapes without end.
const MOST: usize = 1_000;

/// The shapes of reads that took long on their caller's thread: the next few go to a thread at once. That saves the
/// attempt, and holds back what no budget can interrupt, as a count of all rows: one step of SQLite's machine, 3 ms for
/// a million rows.
#[derive(Debug, Default)]
pub(super) struct Slow {
    known: AtomicUsize,
    left: Mutex<HashMap<u64, u32>>,
}

impl Slow {
    pub(super) fn knows(&self, read: &Statement<'_>) -> bool {
        // Most stores have no slow reads, and theirs need not be looked up.
        if self.known.load(Ordering::Relaxed) == 0 {
            return false;
        }
        let mut left = self.left();
        let shape = shape(read);
        match left.get_mut(&shape) {
            None => return false,
            Some(0) => left.remove(&shape).map_or((), drop),
            Some(times) => *times -= 1,
        }
        self.known.store(left.len(), Ordering::Relaxed);
        true
    }

    pub(super) fn learn(&self, read: &Statement<'_>) {
        let mut left = self.left();
        if left.len() >= MOST {
            left.clear();
        }
        left.insert(shape(read), SPARED);
        self.known.store(left.len(), Ordering::Relaxed);
    }

    fn left(&self) -> MutexGuard<'_, HashMap<u64, u32>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn shape(read: &Statement<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    read.shape().key.hash(&mut hasher);
    hasher.finish()
}
