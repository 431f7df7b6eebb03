use super::keys;
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::Row;

/// The id or a unique index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UniqueKey {
    /// The id.
    Primary,
    /// This index of the schema.
    Index(&'static IndexSchema),
}

impl UniqueKey {
    /// The rows that have the same key as this one, itself included; `None` when a unique index doesn't hold it, so that
    /// it can't clash there.
    #[must_use]
    pub fn taken_by(self, schema: &'static EntitySchema, row: &Row) -> Option<Predicate> {
        let equals = |column: usize| Predicate::equals(column, row[column].clone());
        let Self::Index(index) = self else {
            return Some(keys::names(schema, row));
        };
        if !schema.holds(index, row) {
            return None;
        }
        let mut parts: Vec<_> = index.columns().iter().map(|part| equals(part.column())).collect();
        let live = schema.soft_delete().filter(|_| schema.counts_live_only(index));
        parts.extend(live.map(|column| Predicate::IsNull { column }));
        parts.extend(index.filter().map_or(&[][..], Predicate::parts).iter().cloned());
        Some(Predicate::All(parts))
    }

    /// The [`Conflict`](crate::ErrorKind::Conflict) of rows of `schema` that clash on it.
    #[must_use]
    pub fn conflict(self, schema: &'static EntitySchema) -> Error {
        match self {
            Self::Primary => Error::conflict_on_key(schema),
            Self::Index(index) => Error::conflict_on_index(schema, index),
        }
    }
}
