//! What can go wrong, and what the caller can do about it (R20).

mod display;

use std::borrow::Cow;
use std::fmt;

use crate::schema::{EntitySchema, IndexSchema, ReferenceSchema, UniqueIndex};

/// The result of every call of a store.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call of a store failed.
///
/// It names entities, fields and indexes and never a stored or passed value (R19). Match on [`Error::kind`], or ask
/// [`is_not_found`](Error::is_not_found), [`is_conflict`](Error::is_conflict), [`is_retryable`](Error::is_retryable).
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<ErrorKind>);

/// The kinds of [`Error`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// No row has the key that was asked for (R2, R3).
    NotFound {
        /// The entity's name.
        entity: &'static str,
    },
    /// The id or the values of a unique index are taken; nothing was written (R1).
    Conflict {
        /// The entity's name.
        entity: &'static str,
        /// The name of the index, or `primary` for the id.
        index: &'static str,
        /// The fields of the index, in its order.
        fields: Vec<&'static str>,
        /// In a bulk create: the position of the row that clashed, from 0 (R17).
        position: Option<usize>,
    },
    /// The row has been changed since the caller read it: its version is another one (R3).
    Stale {
        /// The entity's name.
        entity: &'static str,
    },
    /// The row is there, but doesn't match the guard of the declared method; nothing was written.
    Refused {
        /// The entity's name.
        entity: &'static str,
    },
    /// The row is referenced and the reference says `on_delete = restrict`; nothing was deleted (R13).
    Restricted {
        /// The entity whose row was to be deleted.
        entity: &'static str,
        /// The entity that references it.
        by: &'static str,
    },
    /// The row references a row that is not there; nothing was written (R13).
    MissingReference {
        /// The entity that holds the reference.
        entity: &'static str,
        /// The fields of the reference.
        fields: Vec<&'static str>,
        /// The entity that was referenced.
        target: &'static str,
    },
    /// A value that the backend can't hold; found before any I/O (R11).
    InvalidValue {
        /// The entity's name.
        entity: &'static str,
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// A cursor that was forged, damaged, or made by another list (R9).
    InvalidCursor {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A stored value that the field's type doesn't know.
    Corrupt {
        /// The entity's name.
        entity: &'static str,
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// An encrypted value that can't be read: its key is missing or another one, or it was changed or moved.
    Undecipherable {
        /// The entity's name.
        entity: &'static str,
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// The backend can't do this.
    Unsupported {
        /// What was asked for, and the way out.
        reason: Cow<'static, str>,
    },
    /// The entity was never made known to this store.
    UnknownEntity {
        /// The entity's name.
        entity: &'static str,
    },
    /// A URL, an option or groups of entities that can't be used.
    Config {
        /// What is wrong with it.
        reason: Cow<'static, str>,
    },
    /// The database's tables don't fit the declarations.
    Schema {
        /// What doesn't fit, and the way out.
        reason: Cow<'static, str>,
    },
    /// The database can't be reached, or the connection to it broke. Retryable.
    Unavailable {
        /// What the driver said, without values.
        reason: Cow<'static, str>,
    },
    /// Somebody else holds what this call needs: a lock, all connections, a row in another transaction. Retryable.
    Busy {
        /// What the driver said, without values.
        reason: Cow<'static, str>,
    },
    /// The store was closed.
    Closed,
    /// The transaction was committed or rolled back before.
    TransactionEnded,
    /// Anything else that the database refused.
    Backend {
        /// What the driver said, without values.
        reason: Cow<'static, str>,
    },
}

impl Error {
    /// Which kind of failure it is, with its details.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// Whether the row that was asked for does not exist.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(*self.0, ErrorKind::NotFound { .. })
    }

    /// Whether the id or a unique index is taken.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        matches!(*self.0, ErrorKind::Conflict { .. })
    }

    /// Which unique index is taken, to be matched with the constants that the derive writes; `None` for other kinds of errors.
    ///
    /// See [`UniqueIndex`](crate::schema::UniqueIndex) for an example.
    #[must_use]
    pub fn conflict(&self) -> Option<UniqueIndex> {
        match &*self.0 {
            ErrorKind::Conflict { entity, index, .. } => Some(UniqueIndex::new(entity, index)),
            _ => None,
        }
    }

    /// Whether the row is there but the declared method's guard didn't hold.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(*self.0, ErrorKind::Refused { .. })
    }

    /// Whether the row was changed by somebody else since it was read: read it again and repeat the change.
    #[must_use]
    pub fn is_stale(&self) -> bool {
        matches!(*self.0, ErrorKind::Stale { .. })
    }

    /// Whether the same call may succeed later, unchanged.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(*self.0, ErrorKind::Unavailable { .. } | ErrorKind::Busy { .. })
    }

    /// [`ErrorKind::NotFound`] for a row of `schema`.
    #[must_use]
    pub fn not_found(schema: &EntitySchema) -> Self {
        ErrorKind::NotFound { entity: schema.entity() }.into()
    }

    /// [`ErrorKind::Conflict`] on the id of `schema`.
    #[must_use]
    pub fn conflict_on_key(schema: &EntitySchema) -> Self {
        let fields = schema.key().iter().map(|&column| schema.column(column).field()).collect();
        ErrorKind::Conflict { entity: schema.entity(), index: "primary", fields, position: None }.into()
    }

    /// [`ErrorKind::Conflict`] on a unique index of `schema`.
    #[must_use]
    pub fn conflict_on_index(schema: &EntitySchema, index: &'static IndexSchema) -> Self {
        let fields = index.columns().iter().map(|part| schema.column(part.column()).field()).collect();
        ErrorKind::Conflict { entity: schema.entity(), index: index.name(), fields, position: None }.into()
    }

    /// The same conflict, with the position of the clashing row in a bulk create (R17); other kinds are left as they are.
    #[must_use]
    pub fn at_position(mut self, row: usize) -> Self {
        if let ErrorKind::Conflict { position, .. } = &mut *self.0 {
            *position = Some(row);
        }
        self
    }

    /// [`ErrorKind::Stale`] for a row of `schema`.
    #[must_use]
    pub fn stale(schema: &EntitySchema) -> Self {
        ErrorKind::Stale { entity: schema.entity() }.into()
    }

    /// [`ErrorKind::Refused`] for a row of `schema`.
    #[must_use]
    pub fn refused(schema: &EntitySchema) -> Self {
        ErrorKind::Refused { entity: schema.entity() }.into()
    }

    /// [`ErrorKind::MissingReference`] for a row of `schema` whose `reference` names no live row.
    #[must_use]
    pub fn missing_reference(schema: &EntitySchema, reference: &ReferenceSchema) -> Self {
        let fields = reference.columns().iter().map(|&column| schema.column(column).field()).collect();
        let target = reference.target().entity();
        ErrorKind::MissingReference { entity: schema.entity(), fields, target }.into()
    }

    /// [`ErrorKind::Busy`]. The text must hold no value.
    #[must_use]
    pub fn busy(reason: impl Into<Cow<'static, str>>) -> Self {
        ErrorKind::Busy { reason: reason.into() }.into()
    }

    /// [`ErrorKind::InvalidValue`] for the column at `column` of `schema`.
    #[must_use]
    pub fn invalid_value(schema: &EntitySchema, column: usize, reason: impl Into<Cow<'static, str>>) -> Self {
        let field = schema.column(column).field();
        ErrorKind::InvalidValue { entity: schema.entity(), field, reason: reason.into() }.into()
    }

    /// [`ErrorKind::Corrupt`] for the column at `column` of `schema`.
    #[must_use]
    pub fn corrupt(schema: &EntitySchema, column: usize, reason: impl Into<Cow<'static, str>>) -> Self {
        let field = schema.column(column).field();
        ErrorKind::Corrupt { entity: schema.entity(), field, reason: reason.into() }.into()
    }

    /// [`ErrorKind::Unsupported`], with the way out in the text.
    #[must_use]
    pub fn unsupported(reason: impl Into<Cow<'static, str>>) -> Self {
        ErrorKind::Unsupported { reason: reason.into() }.into()
    }

    /// [`ErrorKind::Config`], for a URL or option that can't be used.
    #[must_use]
    pub fn config(reason: impl Into<Cow<'static, str>>) -> Self {
        ErrorKind::Config { reason: reason.into() }.into()
    }

    /// [`ErrorKind::Backend`], for what no other kind says. The text must hold no value.
    #[must_use]
    pub fn backend(reason: impl Into<Cow<'static, str>>) -> Self {
        ErrorKind::Backend { reason: reason.into() }.into()
    }
}

impl From<ErrorKind> for Error {
    fn from(kind: ErrorKind) -> Self {
        Self(Box::new(kind))
    }
}

impl std::error::Error for Error {}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
