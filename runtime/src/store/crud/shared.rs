//! What the calls have in common: which rows they are about, and what the store itself writes.

use crate::Timestamp;
use crate::backend::{Assignment, Change};
use crate::error::Result;
use crate::query::{CompareOp, Order, Predicate};
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::prepare;
use crate::value::{Row, Value};

/// `filter`, over rows that are live (R12) and have not expired (R16).
pub(crate) fn visible(handle: &StoreHandle, schema: &'static EntitySchema, filter: Predicate) -> Predicate {
    // Most entities don't expire, and needn't ask what time it is.
    let now = if schema.ttl().is_some() { handle.now() } else { Timestamp::MIN };
    visible_at(now, schema, filter)
}

/// The same at this moment.
pub(crate) fn visible_at(now: Timestamp, schema: &'static EntitySchema, filter: Predicate) -> Predicate {
    let filter = match schema.soft_delete() {
        Some(column) => filter.and(Predicate::IsNull { column }),
        None => filter,
    };
    match schema.ttl() {
        Some(column) => filter.and(unexpired(schema, column, now)),
        None => filter,
    }
}

fn unexpired(schema: &'static EntitySchema, column: usize, now: Timestamp) -> Predicate {
    let later = Predicate::Compare { column, op: CompareOp::Gt, value: Value::Timestamp(now) };
    if schema.column(column).is_nullable() {
        Predicate::Any(vec![Predicate::IsNull { column }, later])
    } else {
        later
    }
}

/// `order`, each column once, and the id's columns at its end (R7).
pub(crate) fn complete_order(schema: &'static EntitySchema, order: Vec<Order>) -> Vec<Order> {
    let mut complete: Vec<Order> = Vec::with_capacity(order.len() + schema.key().len());
    let key = schema.key().iter().map(|&column| Order { column, descending: false });
    for by in order.into_iter().chain(key) {
        // A column that stands there already can't change the order any more.
        if !complete.iter().any(|before| before.column == by.column) {
            complete.push(by);
        }
    }
    complete
}

/// Adds what every change of a row does to its `updated` and `version` columns.
pub(crate) fn stamp_changes(schema: &'static EntitySchema, now: Timestamp, set: &mut Vec<Assignment>) {
    if let Some(column) = schema.updated() {
        set.retain(|assignment| assignment.column != column);
        set.push(Assignment { column, change: Change::Set(Value::Timestamp(now)) });
    }
    if let Some(column) = schema.version() {
        set.retain(|assignment| assignment.column != column);
        set.push(Assignment { column, change: Change::Add(1) });
    }
}

/// The row with this id.
pub(crate) fn is_row(schema: &'static EntitySchema, key: &[Value]) -> Predicate {
    let parts = schema.key().iter().zip(key);
    Predicate::All(parts.map(|(&column, value)| Predicate::equals(column, value.clone())).collect())
}

/// A row that is to be added: normalised, checked, with its `created`, `updated` and `version` filled in.
pub(crate) fn new_row(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    now: Timestamp,
    mut row: Row,
) -> Result<Row> {
    for column in [schema.created(), schema.updated()].into_iter().flatten() {
        row[column] = Value::Timestamp(now);
    }
    if let Some(column) = schema.version() {
        row[column] = Value::Int(1);
    }
    if let Some(column) = schema.soft_delete() {
        row[column] = Value::Null;
    }
    prepare::row(schema, handle.limits(), &mut row)?;
    Ok(row)
}

impl StoreHandle {
    /// A row as backends hold it, with its encrypted columns as ciphertext, which is longer.
    pub(in crate::store) fn sealed(&self, schema: &'static EntitySchema, row: Row) -> Result<Row> {
        if !schema.has_encrypted() {
            return Ok(row);
        }
        let sealed = self.keys().sealed(schema, row)?;
        prepare::sizes(schema, self.limits(), &sealed)?;
        Ok(sealed)
    }

    /// A row that a backend gave, as the entity's fields hold it.
    pub(in crate::store) fn opened(&self, schema: &'static EntitySchema, row: Row) -> Result<Row> {
        if schema.has_encrypted() { self.keys().opened(schema, row) } else { Ok(row) }
    }

    /// The same for several rows.
    pub(in crate::store) fn all_opened(
        &self,
        schema: &'static EntitySchema,
        rows: Vec<Row>,
    ) -> Result<Vec<Row>> {
        if !schema.has_encrypted() {
            return Ok(rows);
        }
        rows.into_iter().map(|row| self.keys().opened(schema, row)).collect()
    }
}

/// The predicate of one row, deleted or not, by its checked id.
pub(super) fn row_filter(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> Result<Predicate> {
    handle.check_known(schema)?;
    let limits = handle.limits();
    let mut key = key?;
    for (&column, value) in schema.key().iter().zip(&mut key) {
        prepare::value(schema, limits, column, value)?;
    }
    Ok(is_row(schema, &key))
}
