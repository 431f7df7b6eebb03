//! The declaration of an entity as data at run time.
//!
//! The derive builds one `static` [`EntitySchema`] per entity; backends and the shared middle read nothing else of it.
//! Columns are named by their position in [`EntitySchema::columns`].

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::value::ValueType;

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
        };
        let mut position = 0;
        while position < columns.len() {
            match columns[position].role {
                Role::Plain => {}
                Role::Created => schema.created = Some(position),
                Role::Updated => schema.updated = Some(position),
                Role::Version => schema.version = Some(position),
                Role::SoftDelete => schema.soft_delete = Some(position),
            }
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

    /// Whether `unique` counts only live rows, as every unique index of a soft-deletable entity does (R12).
    #[must_use]
    pub const fn counts_live_only(&self, index: &IndexSchema) -> bool {
        index.unique && self.soft_delete.is_some()
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

/// What the store itself does with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Plain,
    Created,
    Updated,
    Version,
    SoftDelete,
}

/// One column of an entity.
#[derive(Debug)]
pub struct ColumnSchema {
    field: &'static str,
    name: &'static str,
    ty: ValueType,
    nullable: bool,
    secret: bool,
    lowercase: bool,
    trim: bool,
    role: Role,
}

impl ColumnSchema {
    /// A column of the struct's field `field`, called `name` in the database, that holds values of type `ty`.
    #[must_use]
    pub const fn new(field: &'static str, name: &'static str, ty: ValueType, nullable: bool) -> Self {
        Self { field, name, ty, nullable, secret: false, lowercase: false, trim: false, role: Role::Plain }
    }

    /// The same column, kept out of filters, orders and everything that is printed (R19).
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The same column, lowercased on write and in lookups.
    #[must_use]
    pub const fn lowercase(mut self) -> Self {
        self.lowercase = true;
        self
    }

    /// The same column, without white space at its ends on write and in lookups.
    #[must_use]
    pub const fn trim(mut self) -> Self {
        self.trim = true;
        self
    }

    /// The same column as the entity's `created` column.
    #[must_use]
    pub const fn created(mut self) -> Self {
        self.role = Role::Created;
        self
    }

    /// The same column as the entity's `updated` column.
    #[must_use]
    pub const fn updated(mut self) -> Self {
        self.role = Role::Updated;
        self
    }

    /// The same column as the entity's `version` column.
    #[must_use]
    pub const fn version(mut self) -> Self {
        self.role = Role::Version;
        self
    }

    /// The same column as the entity's `soft_delete` column.
    #[must_use]
    pub const fn soft_delete(mut self) -> Self {
        self.role = Role::SoftDelete;
        self
    }

    /// The name of the struct's field, for errors.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        self.field
    }

    /// The name of the column in the database.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The type of its values.
    #[must_use]
    pub const fn ty(&self) -> ValueType {
        self.ty
    }

    /// Whether it may hold [`Value::Null`](crate::Value::Null).
    #[must_use]
    pub const fn is_nullable(&self) -> bool {
        self.nullable
    }

    /// Whether its values are kept out of everything that is printed (R19).
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }

    /// Whether its text is lowercased.
    #[must_use]
    pub const fn is_lowercase(&self) -> bool {
        self.lowercase
    }

    /// Whether its text is trimmed.
    #[must_use]
    pub const fn is_trimmed(&self) -> bool {
        self.trim
    }
}

/// A secondary index over one or more columns.
#[derive(Debug, PartialEq, Eq)]
pub struct IndexSchema {
    name: &'static str,
    unique: bool,
    columns: &'static [IndexColumn],
}

impl IndexSchema {
    /// An index called `name` (in the whole database) over `columns`.
    #[must_use]
    pub const fn new(name: &'static str, columns: &'static [IndexColumn]) -> Self {
        Self { name, unique: false, columns }
    }

    /// A unique index. Rows where one of its columns is null never clash (R5), nor do soft-deleted ones (R12).
    #[must_use]
    pub const fn unique(name: &'static str, columns: &'static [IndexColumn]) -> Self {
        Self { name, unique: true, columns }
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

/// What happens to a row when the row it references is deleted (R13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OnDelete {
    /// It is deleted as well.
    Cascade,
    /// The deletion is refused.
    Restrict,
    /// Its reference becomes null.
    SetNull,
}

/// Columns that hold the id of another entity's row.
pub struct ReferenceSchema {
    columns: &'static [usize],
    // A function, not a reference: two entities may reference each other, which constants can't.
    target: fn() -> &'static EntitySchema,
    on_delete: OnDelete,
}

impl ReferenceSchema {
    /// The columns at these positions hold the id of `target`, in the order of its key.
    #[must_use]
    pub const fn new(
        columns: &'static [usize],
        target: fn() -> &'static EntitySchema,
        on_delete: OnDelete,
    ) -> Self {
        Self { columns, target, on_delete }
    }

    /// The positions of its columns.
    #[must_use]
    pub const fn columns(&self) -> &'static [usize] {
        self.columns
    }

    /// The entity that it references.
    #[must_use]
    pub fn target(&self) -> &'static EntitySchema {
        (self.target)()
    }

    /// What happens when the referenced row is deleted.
    #[must_use]
    pub const fn on_delete(&self) -> OnDelete {
        self.on_delete
    }
}

impl fmt::Debug for ReferenceSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReferenceSchema")
            .field("columns", &self.columns)
            .field("target", &self.target().entity)
            .field("on_delete", &self.on_delete)
            .finish()
    }
}
