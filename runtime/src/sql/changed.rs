use crate::backend::{Assignment, Change};
use crate::schema::EntitySchema;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
use crate::value::{Row, Value};

/// Which columns of a changed row the database is asked for: those that the call doesn't set to a value, which it knows.
///
/// Of 20 columns, 17 of which are set, giving back all takes 10 µs of PostgreSQL's time and 5 µs of the caller's.
pub(crate) fn unknown(schema: &'static EntitySchema, set: &[Assignment]) -> Vec<usize> {
    let is_set =
        |column: usize| set.iter().any(|part| part.column == column && matches!(part.change, Change::Set(_)));
    let unknown: Vec<_> = (0..schema.columns().len()).filter(|&column| !is_set(column)).collect();
    // A statement can't give rows of no columns.
    if unknown.is_empty() { vec![0] } else { unknown }
}

/// The whole row: what is set, and what the database gave of the others.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) fn whole(schema: &'static EntitySchema, set: &[Assignment], unknown: &[usize], given: Row) -> Row {
    let mut row = vec![Value::Null; schema.columns().len()];
    for part in set {
        if let Change::Set(value) = &part.change {
            row[part.column] = value.clone();
        }
    }
    for (&column, value) in unknown.iter().zip(given) {
        row[column] = value;
    }
    row
}
