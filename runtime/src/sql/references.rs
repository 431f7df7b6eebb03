//! Which references a write gives a row, and how to ask whether the rows that they name are there and live (R12): foreign keys
//! know nothing of rows that are soft-deleted.

#[cfg(any(feature = "mysql", feature = "sqlite"))]
mod refused;

#[cfg(any(feature = "mysql", feature = "sqlite"))]
pub(crate) use self::refused::{Named, of_changes, of_row, unexplained_changes, unexplained_row};
use crate::backend::{Assignment, Change};
use crate::query::Predicate;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::value::Value;

/// The references whose rows must be looked at, since a soft-deleted one satisfies the foreign key.
pub(crate) fn to_soft_deletable(
    schema: &'static EntitySchema,
) -> impl Iterator<Item = &'static ReferenceSchema> {
    schema.references().iter().filter(|reference| reference.target().soft_delete().is_some())
}

/// Those among them that a row may come to hold anew by these changes.
pub(crate) fn concerned(
    schema: &'static EntitySchema,
    set: &[Assignment],
) -> impl Iterator<Item = &'static ReferenceSchema> {
    let restores = set.iter().any(|assignment| {
        Some(assignment.column) == schema.soft_delete() && assignment.change == Change::Set(Value::Null)
    });
    to_soft_deletable(schema).filter(move |reference| {
        restores || reference.columns().iter().any(|column| set.iter().any(|part| part.column == *column))
    })
}

/// What matches the live row that a reference names. `None` when one of its columns is null or not known.
pub(crate) fn named<'v>(
    reference: &ReferenceSchema,
    value: impl Fn(usize) -> Option<&'v Value>,
) -> Option<Predicate> {
    let target = reference.target();
    let mut parts = Vec::with_capacity(target.key().len() + 1);
    for (&from, &to) in reference.columns().iter().zip(target.key()) {
        match value(from) {
            None | Some(Value::Null) => return None,
            Some(value) => parts.push(Predicate::equals(to, value.clone())),
        }
    }
    parts.extend(target.soft_delete().map(|column| Predicate::IsNull { column }));
    Some(Predicate::All(parts))
}
