use super::Cursor;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<E> {
    /// The rows of this page, in order.
    pub items: Vec<E>,
    /// How many rows match on all pages, whatever the cursor and the limit; `None` when it was switched off.
    pub total: Option<u64>,
    /// Where the next page starts; `None` when this is the last one.
    pub next: Option<Cursor>,
}

impl<E> Page<E> {
    /// A page of a store that is written by hand.
    #[must_use]
    pub const fn new(items: Vec<E>, total: Option<u64>, next: Option<Cursor>) -> Self {
        Self { items, total, next }
    }
}
