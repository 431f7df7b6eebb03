//! Which references a write gives a row, and how to ask whether the rows that they name are there and live (R12). Foreign keys
//! know nothing of rows that are soft-deleted, and don't all say which of them was violated.

use crate::backend::{Assignment, Change};
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::value::{Row, Value};

/// A reference, and what matches the row that it names.
pub(crate) type Named = (&'static ReferenceSchema, Predicate);

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

/// The references for which a foreign key may refuse the row. One by which it names itself is not among them.
pub(crate) fn of_row(schema: &'static EntitySchema, row: &Row) -> Vec<Named> {
    let itself = |reference: &ReferenceSchema| {
        let mut parts = reference.columns().iter().zip(schema.key());
        reference.target() == schema && parts.all(|(&column, &key)| row[column] == row[key])
    };
    let others = schema.references().iter().filter(|reference| !itself(reference));
    others.filter_map(|reference| Some((reference, named(reference, |column| row.get(column))?))).collect()
}

/// The references for which a foreign key may refuse the changes, as far as they set all of its columns.
pub(crate) fn of_changes(schema: &'static EntitySchema, set: &[Assignment]) -> Vec<Named> {
    let named = |reference| Some((reference, named(reference, |column| changed(set, column))?));
    schema.references().iter().filter_map(named).collect()
}

/// A foreign key refused a row, and by now what [`of_row`] names is there: another process made it, or the key is not of ours.
pub(crate) fn unexplained_row(schema: &'static EntitySchema) -> Error {
    unexplained(schema, schema.references().first())
}

/// The same of changes: it is a reference of which they set some columns and not all.
pub(crate) fn unexplained_changes(schema: &'static EntitySchema, set: &[Assignment]) -> Error {
    let sets = |column: &usize| changed(set, *column).is_some();
    let mut references = schema.references().iter();
    let partly = references.find(|by| by.columns().iter().any(sets) && !by.columns().iter().all(sets));
    unexplained(schema, partly)
}

fn changed(set: &[Assignment], column: usize) -> Option<&Value> {
    let assignment = set.iter().find(|assignment| assignment.column == column)?;
    if let Change::Set(value) = &assignment.change { Some(value) } else { None }
}

fn unexplained(schema: &EntitySchema, reference: Option<&ReferenceSchema>) -> Error {
    reference.map_or_else(
        || Error::backend("a foreign key of the table failed"),
        |reference| Error::missing_reference(schema, reference),
    )
}
