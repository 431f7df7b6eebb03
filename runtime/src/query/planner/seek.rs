//! Parts of an index, as bytes.

/// One part of an index that is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seek {
    /// The entry with this key, if there is one.
    Key(Vec<u8>),
    /// The entries from `start` on, up to `end` and without it; to the last one when there is no end.
    Range {
        /// The first key.
        start: Vec<u8>,
        /// The key before which it ends.
        end: Option<Vec<u8>>,
    },
}

impl Seek {
    /// All entries whose key starts with `prefix`.
    pub(super) fn prefix(prefix: Vec<u8>) -> Self {
        let end = successor(prefix.clone());
        Self::Range { start: prefix, end }
    }

    fn start(&self) -> &[u8] {
        match self {
            Self::Key(key) => key,
            Self::Range { start, .. } => start,
        }
    }

    /// What is left of it from `from` on.
    pub(super) fn starting_at(self, from: &[u8]) -> Option<Self> {
        match self {
            Self::Range { start, end } if start.as_slice() < from => {
                let holds_any = end.as_deref().is_none_or(|end| from < end);
                holds_any.then(|| Self::Range { start: from.to_vec(), end })
            }
            Self::Key(key) if key.as_slice() < from => None,
            whole => Some(whole),
        }
    }

    /// What is left of it before `to`.
    pub(super) fn ending_before(self, to: &[u8]) -> Option<Self> {
        if self.start() >= to {
            return None;
        }
        match self {
            Self::Range { start, end } if end.as_deref().is_none_or(|end| end > to) => {
                Some(Self::Range { start, end: Some(to.to_vec()) })
            }
            whole => Some(whole),
        }
    }
}

/// Sorts the parts of one index and joins those that overlap, so that no entry is read twice.
pub(super) fn disjoint(mut seeks: Vec<Seek>) -> Vec<Seek> {
    if seeks.len() < 2 {
        return seeks;
    }
    seeks.sort_unstable_by(|a, b| a.start().cmp(b.start()).then_with(|| is_range(b).cmp(&is_range(a))));
    let mut joined: Vec<Seek> = Vec::with_capacity(seeks.len());
    for seek in seeks {
        match (joined.last_mut(), &seek) {
            (Some(Seek::Key(before)), Seek::Key(key)) if before == key => {}
            (Some(Seek::Range { end: None, .. }), _) => {}
            (Some(Seek::Range { end: Some(before), .. }), Seek::Key(key)) if *key < *before => {}
            (Some(Seek::Range { end: before, .. }), Seek::Range { start, end })
                if before.as_ref().is_some_and(|before| start < before) =>
            {
                if end.is_none() || end > before {
                    before.clone_from(end);
                }
            }
            _ => joined.push(seek),
        }
    }
    joined
}

const fn is_range(seek: &Seek) -> bool {
    matches!(seek, Seek::Range { .. })
}

/// The least key after all that start with `prefix`; `None` when there is no such key.
pub(super) fn successor(mut prefix: Vec<u8>) -> Option<Vec<u8>> {
    while let Some(last) = prefix.last_mut() {
        if *last < u8::MAX {
            *last += 1;
            return Some(prefix);
        }
        prefix.pop();
    }
    None
}
