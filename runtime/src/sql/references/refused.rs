//! Which reference made a foreign key refuse a write: not all databases say which of them was violated.

use super::named;
use crate::backend::Assignment;
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::sql::set_to;
use crate::value::Row;

/// A reference, and what matches the row that it names.
pub(crate) type Named = (&'static ReferenceSchema, Predicate);

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
    let named = |reference| Some((reference, named(reference, |column| set_to(set, column))?));
    schema.references().iter().filter_map(named).collect()
}

/// A foreign key refused a row, and by now what [`of_row`] names is there: another process made it, or the key is not of ours.
pub(crate) fn unexplained_row(schema: &'static EntitySchema) -> Error {
    unexplained(schema, schema.references().first())
}

/// The same of changes: it is a reference of which they set some columns and not all.
pub(crate) fn unexplained_changes(schema: &'static EntitySchema, set: &[Assignment]) -> Error {
    let sets = |column: &usize| set_to(set, *column).is_some();
    let mut references = schema.references().iter();
    let partly = references.find(|by| by.columns().iter().any(sets) && !by.columns().iter().all(sets));
    unexplained(schema, partly)
}

fn unexplained(schema: &EntitySchema, reference: Option<&ReferenceSchema>) -> Error {
    reference.map_or_else(
        || Error::backend("a foreign key of the table failed"),
        |reference| Error::missing_reference(schema, reference),
    )
}
