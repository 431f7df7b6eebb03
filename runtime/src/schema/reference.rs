use std::fmt;

use super::EntitySchema;

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
            .field("target", &self.target().entity())
            .field("on_delete", &self.on_delete)
            .finish()
    }
}
