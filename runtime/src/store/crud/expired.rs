//! Rows that have expired are as good as gone (R16): they make way for new ones that have the same id or unique values.

use super::shared::is_row;
use crate::Timestamp;
use crate::backend::{Delete, DeleteMode, Insert, Replacement, Step, Upsert, Write, Written};
use crate::error::{Error, Result};
use crate::query::{CompareOp, Predicate};
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::value::{Row, Value};

/// How many rows one deletion makes way for.
const ROWS_PER_STEP: usize = 100;

/// Adds rows. Only after a conflict is it worth looking for rows that have expired.
pub(super) async fn insert(handle: &StoreHandle, insert: Insert) -> Result<()> {
    let Some(column) = insert.schema.ttl() else {
        return handle.executor().insert(insert).await;
    };
    match handle.executor().insert(insert.clone()).await {
        Err(error) if error.is_conflict() => {}
        done => return done,
    }
    let mut steps = make_way(handle, insert.schema, column, &insert.rows);
    steps.push(Write::Insert(insert).into());
    handle.executor().batch(steps).await.map(drop)
}

/// Adds a row or changes the one that is there, unless that has expired.
pub(super) async fn upsert(handle: &StoreHandle, upsert: Upsert) -> Result<Replacement> {
    let Some(column) = upsert.schema.ttl() else {
        return handle.executor().upsert(upsert).await;
    };
    match handle.executor().upsert(upsert.clone()).await {
        Err(error) if error.is_conflict() => {}
        done => return done,
    }
    let mut steps = make_way(handle, upsert.schema, column, std::slice::from_ref(&upsert.row));
    steps.push(Write::Upsert(upsert).into());
    match handle.executor().batch(steps).await?.pop() {
        Some(Written::Upserted(replacement)) => Ok(replacement),
        _ => Err(Error::backend("the backend gave no answer to an upsert")),
    }
}

/// The rows that have expired at `now`.
pub(super) fn has_expired(column: usize, now: Timestamp) -> Predicate {
    Predicate::Compare { column, op: CompareOp::Le, value: Value::Timestamp(now) }
}

/// Removes what has expired and has an id or unique values in common with these rows.
fn make_way(handle: &StoreHandle, schema: &'static EntitySchema, column: usize, rows: &[Row]) -> Vec<Step> {
    let now = handle.now();
    let chunks = rows.chunks(ROWS_PER_STEP).map(|rows| {
        let alike = Predicate::Any(rows.iter().flat_map(|row| alike(schema, row)).collect());
        let filter = has_expired(column, now).and(alike);
        let delete = Delete::new(schema, filter, DeleteMode::Hard, now, handle.references());
        Step::from(Write::Delete(delete))
    });
    chunks.collect()
}

/// The ways in which another row can clash with this one.
fn alike(schema: &'static EntitySchema, row: &Row) -> Vec<Predicate> {
    let key: Vec<_> = schema.key().iter().map(|&column| row[column].clone()).collect();
    let mut ways = vec![is_row(schema, &key)];
    for index in schema.indexes().iter().filter(|index| index.is_unique()) {
        let columns = index.columns().iter().map(|part| part.column());
        if columns.clone().any(|column| row[column].is_null()) {
            continue;
        }
        let parts = columns.map(|column| Predicate::equals(column, row[column].clone()));
        let held = index.filter().map_or(&[][..], Predicate::parts).iter().cloned();
        ways.push(Predicate::All(parts.chain(held).collect()));
    }
    ways
}
