use std::fmt;

/// The kinds of calls that go through a layer.
///
/// Inside a transaction they are the same as outside. Rolling back is none of them: it can't fail and waits for nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Call {
    /// [`Executor::select`](crate::backend::Executor::select): gets, finds, lists, counts.
    Select,
    /// [`Executor::insert`](crate::backend::Executor::insert).
    Insert,
    /// [`Executor::update`](crate::backend::Executor::update).
    Update,
    /// [`Executor::upsert`](crate::backend::Executor::upsert).
    Upsert,
    /// [`Executor::delete`](crate::backend::Executor::delete).
    Delete,
    /// [`Executor::batch`](crate::backend::Executor::batch).
    Batch,
    /// [`Executor::count_by`](crate::backend::Executor::count_by).
    CountBy,
    /// [`Backend::begin`](crate::backend::Backend::begin).
    Begin,
    /// [`Transaction::savepoint`](crate::backend::Transaction::savepoint).
    Savepoint,
    /// [`Transaction::release`](crate::backend::Transaction::release).
    Release,
    /// [`Transaction::commit`](crate::backend::Transaction::commit).
    Commit,
    /// [`Backend::ensure`](crate::backend::Backend::ensure).
    Ensure,
    /// [`Backend::ping`](crate::backend::Backend::ping).
    Ping,
    /// [`Backend::close`](crate::backend::Backend::close).
    Close,
}

impl Call {
    /// Its name in spans and reports: `select`, `count_by`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Select => "select",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Upsert => "upsert",
            Self::Delete => "delete",
            Self::Batch => "batch",
            Self::CountBy => "count_by",
            Self::Begin => "begin",
            Self::Savepoint => "savepoint",
            Self::Release => "release",
            Self::Commit => "commit",
            Self::Ensure => "ensure",
            Self::Ping => "ping",
            Self::Close => "close",
        }
    }

    /// Whether it can be done twice and be the same as done once, whatever became of the first.
    pub(super) const fn is_repeatable(self) -> bool {
        matches!(self, Self::Select | Self::CountBy | Self::Begin | Self::Ensure | Self::Ping)
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
