//! A whole row in the place of the one with its id: what `update` and `swap` have in common.

use crate::backend::{Assignment, Change};
use crate::error::Result;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::prepare;
use crate::value::{Row, Value};

/// What takes the place of a row.
pub(crate) struct Replacing {
    /// The values of the id.
    pub(crate) key: Vec<Value>,
    /// The new values of the other columns, encrypted ones as ciphertext. Not of those that keep theirs.
    pub(crate) set: Vec<Assignment>,
    /// The whole row as the caller gets it back, if that was asked for.
    pub(crate) row: Option<Row>,
}

/// Checks the row and fills in its `updated` column. Its version is the caller's affair.
pub(crate) fn replacing(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    mut row: Row,
    keep: bool,
) -> Result<Replacing> {
    if let Some(column) = schema.updated() {
        row[column] = Value::Timestamp(handle.now());
    }
    // What is replaced is live and stays so.
    if let Some(column) = schema.soft_delete() {
        row[column] = Value::Null;
    }
    prepare::row(schema, handle.limits(), &mut row)?;
    let key = schema.key().iter().map(|&column| row[column].clone()).collect();
    let kept = keep.then(|| row.clone());
    let sealed = handle.sealed(schema, row)?.into_iter().enumerate();
    let set = sealed.filter(|(column, _)| !keeps(schema, *column));
    let set = set.map(|(column, value)| Assignment { column, change: Change::Set(value) }).collect();
    Ok(Replacing { key, set, row: kept })
}

/// Whether a column keeps its value when the row is replaced: only the database knows when the row was created.
pub(super) fn keeps(schema: &'static EntitySchema, column: usize) -> bool {
    schema.key().contains(&column) || schema.created() == Some(column) || schema.soft_delete() == Some(column)
}
