//! What an update makes of a row, as the server would.

use crate::backend::{Assignment, Change};
use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// The row with the changes.
pub(super) fn changed(schema: &'static EntitySchema, set: &[Assignment], row: &Row) -> Result<Row> {
    let mut row = row.clone();
    for Assignment { column, change } in set {
        let refused = |reason| Err(Error::invalid_value(schema, *column, reason));
        row[*column] = match (change, &row[*column]) {
            (Change::Set(value), _) => value.clone(),
            (Change::Add(by), Value::Int(stored)) => match stored.checked_add(*by) {
                Some(sum) => Value::Int(sum),
                None => return refused("the sum is out of range"),
            },
            (Change::Add(_), _) => return refused("it is null, to which nothing is added"),
        };
    }
    Ok(row)
}
