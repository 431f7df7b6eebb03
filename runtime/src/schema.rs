//! The declaration of an entity as data at run time.
//!
//! The derive builds one `static` [`EntitySchema`] per entity; backends and the shared middle read nothing else of it.
//! Columns are named by their position in [`EntitySchema::columns`].

mod column;
mod index;
mod index_filter;
mod reference;

use std::fmt;
use std::hash::{Hash, Hasher};

pub use column::ColumnSchema;
use column::Role;
pub use index::{IndexColumn, IndexSchema, UniqueIndex};
pub use index_filter::IndexFilter;
pub use reference::{OnDelete, ReferenceSchema};

use crate::value::Row;

/// One declared entity: its table, columns, key, indexes and references.
///
/// Two schemas are equal when they are the same `static`.
pub struct EntitySchema {
    entity: &'static str,
    table: &'static str,
    columns: &'static [ColumnSchema],
    key: &'static [usize],
    indexes: &'static [IndexSchema],
    references: &'static [ReferenceSchema],
    created: Option<usize>,
    updated: Option<usize>,
    version: Option<usize>,
    soft_delete: Option<usize>,
    ttl: Option<usize>,
    encrypted: bool,
}

impl EntitySchema {
    /// A schema of `entity`, kept in `table`, with its columns and the positions of the id's columns.
    #[must_use]
    pub const fn new(
        entity: &'static str,
        table: &'static str,
        columns: &'static [ColumnSchema],
        key: &'static [usize],
    ) -> Self {
        let mut schema = Self {
            entity,
            table,
            columns,
            key,
            indexes: &[],
            references: &[],
            created: None,
            updated: None,
            version: None,
            soft_delete: None,
            ttl: None,
            encrypted: false,
        };
        let mut position = 0;
        while position < columns.len() {
            match columns[position].role {
                Role::Plain => {}
                Role::Created => schema.created = Some(position),
                Role::Updated => schema.updated = Some(position),
                Role::Version => schema.version = Some(position),
                Role::SoftDelete => schema.soft_delete = Some(position),
                Role::Ttl => schema.ttl = Some(position),
            }
            schema.encrypted |= columns[position].is_encrypted();
            position += 1;
        }
        schema
    }

    /// The same schema with these indexes.
    #[must_use]
    pub const fn with_indexes(mut self, indexes: &'static [IndexSchema]) -> Self {
        self.indexes = indexes;
        self
    }

    /// The same schema with these references to other entities.
    #[must_use]
    pub const fn with_references(mut self, references: &'static [ReferenceSchema]) -> Self {
        self.references = references;
        self
    }

    /// The name of the struct, for errors.
    #[must_use]
    pub const fn entity(&self) -> &'static str {
        self.entity
    }

    /// The name of the table or collection.
    #[must_use]
    pub const fn table(&self) -> &'static str {
        self.table
    }

    /// The columns, in the order in which every row holds its values.
    #[must_use]
    pub const fn columns(&self) -> &'static [ColumnSchema] {
        self.columns
    }

    /// The column at `position`.
    ///
    /// # Panics
    ///
    /// When there is none: positions come from the schema itself.
    #[must_use]
    pub const fn column(&self, position: usize) -> &'static ColumnSchema {
        &self.columns[position]
    }

    /// The positions of the id's columns, in the id's order.
    #[must_use]
    pub const fn key(&self) -> &'static [usize] {
        self.key
    }

    /// The secondary indexes. The id has one of its own, which is not among them.
    #[must_use]
    pub const fn indexes(&self) -> &'static [IndexSchema] {
        self.indexes
    }

    /// The references to other entities.
    #[must_use]
    pub const fn references(&self) -> &'static [ReferenceSchema] {
        self.references
    }

    /// The column that is set when a row is created, and never afterwards.
    #[must_use]
    pub const fn created(&self) -> Option<usize> {
        self.created
    }

    /// The column that is set by every write.
    #[must_use]
    pub const fn updated(&self) -> Option<usize> {
        self.updated
    }

    /// The column that every write raises by one and that an update compares.
    #[must_use]
    pub const fn version(&self) -> Option<usize> {
        self.version
    }

    /// The column that says when the row was soft-deleted; a row where it is null is live.
    #[must_use]
    pub const fn soft_delete(&self) -> Option<usize> {
        self.soft_delete
    }

    /// The column that says when the row expires; a row where it is not after the clock's now is never given (R16). Null is never.
    #[must_use]
    pub const fn ttl(&self) -> Option<usize> {
        self.ttl
    }

    /// Whether any column is [encrypted](ColumnSchema::is_encrypted).
    #[must_use]
    pub const fn has_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Whether `unique` counts only live rows, as every unique index of a soft-deletable entity does (R12).
    #[must_use]
    pub const fn counts_live_only(&self, index: &IndexSchema) -> bool {
        index.is_unique() && self.soft_delete.is_some()
    }

    /// Whether the unique index holds the row, so that another one may clash with it: it is live (R12), has no null in it (R5), and
    /// matches the filter of a partial one.
    #[must_use]
    pub fn holds(&self, unique: &IndexSchema, row: &Row) -> bool {
        let is_live = self.soft_delete.is_none_or(|column| row[column].is_null());
        (is_live || !self.counts_live_only(unique))
            && !unique.columns().iter().any(|part| row[part.column()].is_null())
            && unique.filter().is_none_or(|filter| filter.matches(row))
    }
}

impl fmt::Debug for EntitySchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntitySchema")
            .field("entity", &self.entity)
            .field("table", &self.table)
            .finish_non_exhaustive()
    }
}

impl PartialEq for EntitySchema {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for EntitySchema {}

impl Hash for EntitySchema {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self, state);
    }
}
