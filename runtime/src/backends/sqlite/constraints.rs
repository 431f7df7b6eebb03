//! What a failed constraint means: which unique index is taken, or which sum can't be stored.

use std::collections::HashSet;

use rusqlite::ffi;

use super::errors::{Failure, extended, message};
use super::session::Session;
use crate::backend::Select;
use crate::error::Error;
use crate::query::{Predicate, key};
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::Row;

/// The conflict or the refused value behind a failed constraint. Several partial indexes may have the same columns: the first
/// one is named of which `concerned` says that rows clash in it.
pub(super) fn constraint(
    schema: &'static EntitySchema,
    error: rusqlite::Error,
    concerned: impl Fn(&IndexSchema) -> bool,
) -> Failure {
    let message = message(&error).unwrap_or_default();
    let found = match extended(&error) {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
            conflict(schema, message, concerned)
        }
        Some(ffi::SQLITE_CONSTRAINT_DATATYPE) => not_a_sum(schema, message),
        _ => None,
    };
    found.map_or(Failure::Sqlite(error), Failure::Store)
}

/// Whether rows as they are to be clash in a unique index with each other, or with a stored one that `stays`.
pub(super) fn clash(
    session: &Session,
    schema: &'static EntitySchema,
    index: &IndexSchema,
    rows: &[Row],
    stays: impl Fn(&Row) -> bool,
) -> bool {
    let columns = || index.columns().iter().map(|part| part.column());
    let mut seen = HashSet::new();
    rows.iter().filter(|row| schema.holds(index, row)).any(|row| {
        let same = columns().map(|column| Predicate::equals(column, row[column].clone())).collect();
        // What stands in the way of telling is told by the call that failed.
        let stored = session.select(&Select::new(schema, Predicate::All(same))).unwrap_or_default().rows;
        !seen.insert(key::of(columns().map(|column| &row[column])))
            || stored.iter().any(|other| schema.holds(index, other) && stays(other))
    })
}

/// SQLite names the columns and not the index. Names may hold commas and points, so the message is made and not taken apart.
fn conflict(
    schema: &'static EntitySchema,
    message: &str,
    concerned: impl Fn(&IndexSchema) -> bool,
) -> Option<Error> {
    let named = |columns: &mut dyn Iterator<Item = usize>| {
        let names: Vec<_> =
            columns.map(|column| format!("{}.{}", schema.table(), schema.column(column).name())).collect();
        message.strip_prefix("UNIQUE constraint failed: ") == Some(names.join(", ").as_str())
    };
    if named(&mut schema.key().iter().copied()) {
        return Some(Error::conflict_on_key(schema));
    }
    let unique = schema.indexes().iter().filter(|index| index.is_unique());
    let clashing: Vec<_> =
        unique.filter(|index| named(&mut index.columns().iter().map(|part| part.column()))).collect();
    let index = match clashing.as_slice() {
        [one] => Some(one),
        several => several.iter().find(|index| concerned(index)).or(several.first()),
    };
    index.map(|index| Error::conflict_on_index(schema, index))
}

/// An addition past the range of 64 bits becomes a real number, and one to null a text: a STRICT table refuses both.
fn not_a_sum(schema: &'static EntitySchema, message: &str) -> Option<Error> {
    let named = |name: &str| message.ends_with(&format!(" column {}.{name}", schema.table()));
    let column = schema.columns().iter().position(|column| named(column.name()))?;
    let reason = if message.contains(" TEXT value ") {
        "it is null, to which nothing is added"
    } else {
        "the sum is out of range"
    };
    Some(Error::invalid_value(schema, column, reason))
}
