//! The keys under which an index keeps a row.

use crate::query::{Order, key};
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::{Row, Value};

/// The key of a row: its id.
pub(crate) fn row_key(schema: &EntitySchema, row: &Row) -> Vec<u8> {
    key::of(schema.key().iter().map(|&column| &row[column]))
}

/// The key of a row's entry in `index`; `None` when the index doesn't hold the row.
///
/// A partial index holds the rows that match its filter. In a unique index it is the index's columns alone, so that a second row with the same values meets the first one's
/// entry; rows with a null among them (R5) and soft-deleted rows (R12) are not in it either. In any other index the id is at
/// the end of the key.
pub(crate) fn index_key(schema: &EntitySchema, index: &IndexSchema, row: &Row) -> Option<Vec<u8>> {
    if index.filter().is_some_and(|filter| !filter.matches(row)) {
        return None;
    }
    let mut columns = index.columns().iter();
    if index.is_unique() && columns.clone().any(|part| row[part.column()].is_null()) {
        return None;
    }
    if schema.counts_live_only(index) && !is_live(schema, row) {
        return None;
    }
    let mut bytes = Vec::with_capacity(64);
    columns.by_ref().for_each(|part| key::push(&mut bytes, &row[part.column()], part.is_descending()));
    if !index.is_unique() {
        schema.key().iter().for_each(|&column| key::push(&mut bytes, &row[column], false));
    }
    Some(bytes)
}

/// Whether a row is not soft-deleted.
pub(crate) fn is_live(schema: &EntitySchema, row: &Row) -> bool {
    schema.soft_delete().is_none_or(|column| row[column].is_null())
}

/// A key that sorts rows by `order`, and rows that are equal in it by their ids (R7).
pub(crate) fn sort_key(schema: &EntitySchema, order: &[Order], row: &Row) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64);
    for by in order {
        // JSON has no order: all of it is equal.
        if !matches!(row[by.column], Value::Json(_)) {
            key::push(&mut bytes, &row[by.column], by.descending);
        }
    }
    for &column in schema.key() {
        if !order.iter().any(|by| by.column == column) {
            key::push(&mut bytes, &row[column], false);
        }
    }
    bytes
}
