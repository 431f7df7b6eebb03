//! Rows named by their ids.

use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// How many rows one statement names.
pub(super) const KEYS_PER_CALL: usize = 500;

/// The rows whose `columns` hold one of `keys`.
pub(super) fn any_of(columns: &[usize], keys: &[Vec<Value>]) -> Predicate {
    if let [column] = *columns {
        return Predicate::In { column, values: keys.iter().flatten().cloned().collect() };
    }
    let one = |key: &Vec<Value>| {
        let parts = columns.iter().zip(key).map(|(&column, value)| Predicate::equals(column, value.clone()));
        Predicate::All(parts.collect())
    };
    Predicate::Any(keys.iter().map(one).collect())
}

/// The values of the id of `row`.
pub(super) fn of(schema: &EntitySchema, row: &Row) -> Vec<Value> {
    schema.key().iter().map(|&column| row[column].clone()).collect()
}

/// The row with the id of `row`.
pub(super) fn names(schema: &EntitySchema, row: &Row) -> Predicate {
    let parts = schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone()));
    Predicate::All(parts.collect())
}
