//! The entries of one index.

use std::ops::Bound;

use imbl::{HashMap, OrdMap};

use super::key::Key;
use super::packed::Packed;

/// Rows by key. Every entry holds the whole row, so that a lookup by any index is one lookup.
#[derive(Clone, Default)]
pub(super) struct Entries {
    sorted: OrdMap<Key, Packed>,
    // The same for lookups of whole keys: it compares one key where the sorted map compares twenty among a million, each
    // somewhere else in memory. Only for what is looked up so: ids and unique indexes.
    hashed: Option<HashMap<Key, Packed>>,
}

impl Entries {
    /// No entries yet; of keys that are unique without the id at their end, or not.
    pub(super) fn new(unique: bool) -> Self {
        Self { sorted: OrdMap::new(), hashed: unique.then(HashMap::new) }
    }

    pub(super) fn len(&self) -> usize {
        self.sorted.len()
    }

    pub(super) fn get(&self, key: &[u8]) -> Option<&Packed> {
        match &self.hashed {
            Some(hashed) => hashed.get(key),
            None => self.sorted.get(key),
        }
    }

    /// Puts in an entry and says whether there was one with this key.
    pub(super) fn insert(&mut self, key: &[u8], row: &Packed) -> bool {
        let key = Key::from(key);
        if let Some(hashed) = &mut self.hashed {
            hashed.insert(key.clone(), row.clone());
        }
        self.sorted.insert(key, row.clone()).is_some()
    }

    pub(super) fn remove(&mut self, key: &[u8]) {
        if let Some(hashed) = &mut self.hashed {
            hashed.remove(key);
        }
        self.sorted.remove(key);
    }

    /// All entries in the order of their keys.
    pub(super) fn values(&self) -> impl Iterator<Item = &Packed> + Send {
        self.sorted.values()
    }

    /// The entries from `start` on and before `end`, in the order of their keys.
    pub(super) fn range(
        &self,
        start: &[u8],
        end: Option<&[u8]>,
    ) -> impl DoubleEndedIterator<Item = &Packed> + Send + use<'_> {
        let end = end.map_or(Bound::Unbounded, Bound::Excluded);
        self.sorted.range::<_, [u8]>((Bound::Included(start), end)).map(|(_, row)| row)
    }
}
