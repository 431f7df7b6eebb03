use std::fmt;
use std::sync::OnceLock;

use crate::error::Result;
use crate::query::Predicate;

/// Which rows a partial index holds. Its constants come from the declaration and are made once.
pub struct IndexFilter {
    make: fn() -> Result<Predicate>,
    made: OnceLock<Result<Predicate>>,
}

static NOTHING: Predicate = Predicate::Any(Vec::new());

impl IndexFilter {
    /// The rows that match what `make` gives, on columns of the index's entity, with constants only.
    #[must_use]
    pub const fn new(make: fn() -> Result<Predicate>) -> Self {
        Self { make, made: OnceLock::new() }
    }

    /// The rows. A declaration whose constants no backend can hold is refused when the store opens, before this is asked.
    pub(super) fn predicate(&self) -> &Predicate {
        self.checked().unwrap_or(&NOTHING)
    }

    /// The rows, or why the declaration can't be used.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) naming the field whose constant no backend can hold.
    pub(crate) fn checked(&self) -> Result<&Predicate> {
        self.made.get_or_init(self.make).as_ref().map_err(Clone::clone)
    }
}

/// By what they say: two declarations of one index make filters of their own.
impl PartialEq for IndexFilter {
    fn eq(&self, other: &Self) -> bool {
        self.predicate() == other.predicate()
    }
}

impl Eq for IndexFilter {}

impl fmt::Debug for IndexFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IndexFilter").field("made", &self.made.get()).finish()
    }
}
