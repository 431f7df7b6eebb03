//! Rows named by their ids.

use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// How many keys one predicate names at most, far below every database's limit on bound values.
pub(crate) const KEYS_PER_CALL: usize = 500;

/// The values of the id of `row`.
pub(crate) fn of<'r>(schema: &'static EntitySchema, row: &'r Row) -> impl Iterator<Item = &'r Value> {
    schema.key().iter().map(|&column| &row[column])
}

/// The row with the id of `row`.
pub(crate) fn names(schema: &'static EntitySchema, row: &Row) -> Predicate {
    let parts = schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone()));
    Predicate::All(parts.collect())
}

/// The rows with the ids of `rows`.
#[cfg(feature = "mysql")]
pub(crate) fn names_all(schema: &'static EntitySchema, rows: &[Row]) -> Predicate {
    let keys: Vec<_> = rows.iter().map(|row| of(schema, row).cloned().collect()).collect();
    any_of(schema.key(), &keys)
}

/// The rows whose `columns` hold one of `keys`.
pub(crate) fn any_of(columns: &[usize], keys: &[Vec<Value>]) -> Predicate {
    if let [column] = *columns {
        return Predicate::In { column, values: keys.iter().flatten().cloned().collect() };
    }
    let one = |key: &Vec<Value>| {
        let parts = columns.iter().zip(key).map(|(&column, value)| Predicate::equals(column, value.clone()));
        Predicate::All(parts.collect())
    };
    Predicate::Any(keys.iter().map(one).collect())
}
