use super::{Delete, Deleted, Insert, Replacement, Update, Updated, Upsert};
use crate::schema::EntitySchema;

/// One write: a step of a [batch](super::Executor::batch).
#[derive(Debug, Clone)]
pub enum Write {
    /// Adds rows.
    Insert(Insert),
    /// Changes rows.
    Update(Update),
    /// Adds a row or changes the one that is there.
    Upsert(Upsert),
    /// Deletes rows.
    Delete(Delete),
}

/// A write of a batch, and whether the whole batch hangs on it.
#[derive(Debug, Clone)]
pub struct Step {
    /// The write.
    pub write: Write,
    /// Whether the batch fails with [`NotFound`](crate::ErrorKind::NotFound) when this update or deletion matches no row.
    pub required: bool,
}

/// What a step of a batch did.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// The answer to an [`Insert`].
    Inserted,
    /// The answer to an [`Update`].
    Updated(Updated),
    /// The answer to an [`Upsert`].
    Upserted(Replacement),
    /// The answer to a [`Delete`].
    Deleted(Deleted),
}

impl Write {
    /// Of which entity rows are written. A deletion may reach others.
    #[must_use]
    pub const fn schema(&self) -> &'static EntitySchema {
        match self {
            Self::Insert(insert) => insert.schema,
            Self::Update(update) => update.schema,
            Self::Upsert(upsert) => upsert.schema,
            Self::Delete(delete) => delete.schema,
        }
    }
}

impl Written {
    /// How many rows an update or a deletion matched; 1 for the other writes, which don't look for any.
    #[must_use]
    pub const fn matched(&self) -> u64 {
        match self {
            Self::Updated(updated) => updated.count,
            Self::Deleted(deleted) => deleted.count,
            Self::Inserted | Self::Upserted(_) => 1,
        }
    }
}

impl From<Write> for Step {
    fn from(write: Write) -> Self {
        Self { write, required: false }
    }
}
