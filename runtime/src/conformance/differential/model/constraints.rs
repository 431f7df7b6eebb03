//! What must hold of the rows of a table: unique keys, and references to live rows.

use super::evaluate::{compare, holds};
use super::{Model, Refusal};
use crate::backend::UniqueKey;
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// The name of a unique key in an error.
pub(super) const fn name(key: UniqueKey) -> &'static str {
    match key {
        UniqueKey::Primary => "primary",
        UniqueKey::Index(index) => index.name(),
    }
}

/// The unique keys by which `row` clashes with one of `others`.
pub(super) fn clashing<'r>(
    schema: &'static EntitySchema,
    row: &Row,
    others: impl Iterator<Item = &'r Row> + Clone,
) -> Vec<&'static str> {
    let unique = schema.indexes().iter().filter(|index| index.is_unique()).map(UniqueKey::Index);
    let keys = std::iter::once(UniqueKey::Primary).chain(unique);
    keys.filter(|key| others.clone().any(|other| clash(schema, *key, other, row))).map(name).collect()
}

/// Whether two rows can't both be there because of `key`.
pub(super) fn clash(schema: &'static EntitySchema, key: UniqueKey, a: &Row, b: &Row) -> bool {
    let same = |column: usize| !a[column].is_null() && compare(&a[column], &b[column]).is_eq();
    match key {
        UniqueKey::Primary => schema.key().iter().all(|&column| same(column)),
        UniqueKey::Index(index) => {
            let held = |row| live(schema, row) && index.filter().is_none_or(|filter| holds(filter, row));
            held(a) && held(b) && index.columns().iter().all(|part| same(part.column()))
        }
    }
}

pub(super) fn live(schema: &'static EntitySchema, row: &Row) -> bool {
    schema.soft_delete().is_none_or(|column| row[column].is_null())
}

/// Whether the values of these columns of `row` are the id of `target`; null is nobody's.
pub(super) fn refers(row: &Row, columns: &[usize], schema: &'static EntitySchema, target: &Row) -> bool {
    let same = |(&column, &key): (&usize, &usize)| row[column] != Value::Null && row[column] == target[key];
    columns.iter().zip(schema.key()).all(same)
}

impl Model {
    /// The references of `row`, a live one, which have no live target.
    pub(super) fn missing(&self, schema: &'static EntitySchema, row: &Row) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        for reference in schema.references() {
            let (columns, target) = (reference.columns(), reference.target());
            let found = |stored: &Row| live(target, stored) && refers(row, columns, target, stored);
            let free = columns.iter().any(|&column| row[column].is_null());
            if !free && !self.rows(target).iter().any(found) {
                refusals.push(Refusal::MissingReference { schema, columns });
            }
        }
        refusals
    }
}
