/// What a backend can do and hold.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Capabilities {
    /// The backend's name in reports: `memory`, `sqlite`.
    pub name: &'static str,
    /// Whether what was acknowledged is still there after the process has ended.
    pub durable: bool,
    /// Whether it has transactions: whether [`Backend::begin`](super::Backend::begin) gives one.
    pub transactions: bool,
    /// The largest values it can hold.
    pub limits: Limits,
}

impl Capabilities {
    /// A durable backend of this name without limits and without transactions.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, durable: true, transactions: false, limits: Limits::NONE }
    }

    /// The same, but what it holds is gone when the process ends.
    #[must_use]
    pub const fn volatile(mut self) -> Self {
        self.durable = false;
        self
    }

    /// The same with transactions.
    #[must_use]
    pub const fn transactional(mut self) -> Self {
        self.transactions = true;
        self
    }

    /// The same with these limits.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

/// The largest values that a backend can hold. The shared middle refuses larger ones before any I/O (R11), those of an index
/// aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one text, JSON or bytes value.
    pub value_bytes: usize,
    /// Bytes of all values of a row together.
    pub row_bytes: usize,
    /// Bytes that the values of the id, of an index or of a reference may have together, when each of its columns has an equal share.
    /// The backend itself refuses what it can't hold beyond that, with [`InvalidValue`](crate::ErrorKind::InvalidValue) before any I/O.
    pub index_bytes: usize,
    /// Whether it holds the two infinite numbers.
    pub infinities: bool,
}

impl Limits {
    /// No limits.
    pub const NONE: Self =
        Self { value_bytes: usize::MAX, row_bytes: usize::MAX, index_bytes: usize::MAX, infinities: true };
}
