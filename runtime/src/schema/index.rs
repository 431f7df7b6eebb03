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
