use super::IndexFilter;
use crate::query::Predicate;

/// A secondary index over one or more columns.
#[derive(Debug, PartialEq, Eq)]
pub struct IndexSchema {
    name: &'static str,
    unique: bool,
    columns: &'static [IndexColumn],
    filter: Option<&'static IndexFilter>,
}

impl IndexSchema {
    /// An index called `name` (in the whole database) over `columns`.
    #[must_use]
    pub const fn new(name: &'static str, columns: &'static [IndexColumn]) -> Self {
        Self { name, unique: false, columns, filter: None }
    }

    /// A unique index. Rows where one of its columns is null never clash (R5), nor do soft-deleted ones (R12).
    #[must_use]
    pub const fn unique(name: &'static str, columns: &'static [IndexColumn]) -> Self {
        Self { name, unique: true, columns, filter: None }
    }

    /// The same index over the rows that match `filter` only: other rows never clash in it.
    #[must_use]
    pub const fn when(mut self, filter: &'static IndexFilter) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Its name in the database.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether no two rows may have the same values.
    #[must_use]
    pub const fn is_unique(&self) -> bool {
        self.unique
    }

    /// Its columns, in order.
    #[must_use]
    pub const fn columns(&self) -> &'static [IndexColumn] {
        self.columns
    }

    /// Which rows it holds; `None` when it holds all of them. Of a unique index, nulls and soft deletion come on top (R5, R12).
    #[must_use]
    pub fn filter(&self) -> Option<&'static Predicate> {
        self.filter.map(IndexFilter::predicate)
    }

    /// The filter as it was declared, with the error if it has a constant that no backend can hold.
    pub(crate) const fn declared_filter(&self) -> Option<&'static IndexFilter> {
        self.filter
    }
}

/// The name of a unique index, or of the id: what a [`Conflict`](crate::ErrorKind::Conflict) is matched with.
///
/// The derive writes one for each as a constant of the struct, so that a library can map the clash to an error of its own:
///
/// ```
/// # use storewright::{Error, Id, StoreEntity};
/// #[derive(Clone, Debug, PartialEq, StoreEntity)]
/// #[store(unique(tenant, email), conflict = "EMAIL_TAKEN")]
/// pub struct User {
///     #[store(id)]
///     pub id: Id<User>,
///     pub tenant: String,
///     pub email: String,
///     #[store(unique)]
///     pub phone: String,
/// }
///
/// fn explain(error: &Error) -> &'static str {
///     match error.conflict() {
///         Some(User::EMAIL_TAKEN) => "somebody has this address already",
///         Some(User::PHONE_KEY) => "somebody has this number already",
///         _ => "try again",
///     }
/// }
/// # fn main() {}
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct UniqueIndex {
    entity: &'static str,
    index: &'static str,
}

impl UniqueIndex {
    /// The index called `index` of the entity called `entity`; `primary` is the id.
    #[must_use]
    pub const fn new(entity: &'static str, index: &'static str) -> Self {
        Self { entity, index }
    }

    /// The name of the entity.
    #[must_use]
    pub const fn entity(self) -> &'static str {
        self.entity
    }

    /// The name of the index in the database; `primary` for the id.
    #[must_use]
    pub const fn index(self) -> &'static str {
        self.index
    }
}

/// One column of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexColumn {
    column: usize,
    descending: bool,
}

impl IndexColumn {
    /// The column at position `column`, ascending.
    #[must_use]
    pub const fn asc(column: usize) -> Self {
        Self { column, descending: false }
    }

    /// The column at position `column`, descending.
    #[must_use]
    pub const fn desc(column: usize) -> Self {
        Self { column, descending: true }
    }

    /// The position of the column.
    #[must_use]
    pub const fn column(self) -> usize {
        self.column
    }

    /// Whether larger values come first.
    #[must_use]
    pub const fn is_descending(self) -> bool {
        self.descending
    }
}
