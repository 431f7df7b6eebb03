//! What an index can't hold is refused before it is sent (R11).

use crate::backend::{Assignment, Change};
use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// What the columns of one index may have together. An entry has up to 2,704 bytes, and beside these columns there may be the
/// id's, which have as many, and its head.
pub(super) const INDEX_BYTES: usize = 1_300;

pub(super) fn check_rows(schema: &'static EntitySchema, rows: &[Row]) -> Result<()> {
    rows.iter().try_for_each(|row| check(schema, |column| row.get(column)))
}

pub(super) fn check_set(schema: &'static EntitySchema, set: &[Assignment]) -> Result<()> {
    check(schema, |column| {
        set.iter().find(|assignment| assignment.column == column).and_then(|assignment| {
            match &assignment.change {
                Change::Set(value) => Some(value),
                Change::Add(_) => None,
            }
        })
    })
}

fn check<'v>(schema: &'static EntitySchema, value: impl Fn(usize) -> Option<&'v Value>) -> Result<()> {
    let size = |column: usize| value(column).map_or(0, Value::size);
    // Most rows have no value that is long, so that no index needs to be looked at.
    if (0..schema.columns().len()).map(size).sum::<usize>() <= INDEX_BYTES {
        return Ok(());
    }
    let indexes = schema.indexes().iter();
    let indexes = indexes.map(|index| index.columns().iter().map(|part| part.column()).collect());
    let references = schema.references().iter().map(|reference| reference.columns().to_vec());
    for columns in [schema.key().to_vec()].into_iter().chain(indexes).chain(references) {
        if columns.iter().map(|&column| size(column)).sum::<usize>() > INDEX_BYTES {
            let longest = columns.iter().copied().max_by_key(|&column| size(column)).unwrap_or_default();
            return Err(Error::invalid_value(
                schema,
                longest,
                "an index holds up to 1,300 bytes, and it is longer",
            ));
        }
    }
    Ok(())
}
