//! Replacing whole rows.

use super::decode::decode;
use super::shared::{is_row, live, new_row, stamp_changes};
use crate::backend::{Assignment, Change, Replacement, Select, UniqueKey, Update, Upsert};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::Upserted;
use crate::store::prepare;
use crate::value::{Row, Value};

/// Replaces a whole row by its id and gives it back as it was stored (R3).
pub fn update<'a, E: Entity>(handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<E>> {
    decode(replace(handle, E::schema(), entity.to_row()), E::from_row)
}

fn replace<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    row: Result<Row>,
) -> BoxFuture<'a, Result<Row>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let mut row = row?;
        let now = handle.now();
        if let Some(column) = schema.updated() {
            row[column] = Value::Timestamp(now);
        }
        // What the caller read and compares with; the row itself gets the next one.
        let expected = match schema.version() {
            Some(column) => Some((column, raise(schema, column, &mut row[column])?)),
            None => None,
        };
        prepare::row(schema, handle.backend().capabilities().limits, &mut row)?;
        let key: Vec<_> = schema.key().iter().map(|&column| row[column].clone()).collect();
        let this_row = live(schema, is_row(schema, &key));
        let mut filter = this_row.clone();
        if let Some((column, version)) = expected.clone() {
            filter = filter.and(Predicate::equals(column, version));
        }
        // A row that is live stays so, and was created when it was created: only the database knows that moment.
        let kept = |column: usize| {
            schema.key().contains(&column)
                || schema.created() == Some(column)
                || schema.soft_delete() == Some(column)
        };
        if let Some(column) = schema.soft_delete() {
            row[column] = Value::Null;
        }
        let returning = schema.created().is_some();
        let set = (0..row.len()).filter(|&column| !kept(column)).map(|column| {
            let value = if returning {
                std::mem::replace(&mut row[column], Value::Null)
            } else {
                row[column].clone()
            };
            Assignment { column, change: Change::Set(value) }
        });
        let set = set.collect();
        let updated = handle.backend().update(Update { schema, filter, set, returning }).await?;
        if updated.count == 0 {
            return Err(absent_or_stale(handle, schema, this_row, expected.is_some()).await);
        }
        if returning {
            return updated
                .rows
                .into_iter()
                .next()
                .ok_or_else(|| Error::backend("the backend gave no changed row"));
        }
        Ok(row)
    })
}

/// Raises the version in `value` by one and gives the one before.
fn raise(schema: &'static EntitySchema, column: usize, value: &mut Value) -> Result<Value> {
    match value {
        Value::Int(version) => {
            let next = version
                .checked_add(1)
                .ok_or_else(|| Error::invalid_value(schema, column, "it can't be raised"))?;
            Ok(std::mem::replace(value, Value::Int(next)))
        }
        _ => Err(Error::invalid_value(schema, column, "a version is an integer")),
    }
}

/// Why an update changed nothing. Either answer was true at some moment of the call.
async fn absent_or_stale(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    this_row: Predicate,
    versioned: bool,
) -> Error {
    if !versioned {
        return Error::not_found(schema);
    }
    let select = Select { limit: Some(1), ..Select::new(schema, this_row) };
    match handle.backend().select(select).await {
        Ok(selection) if selection.rows.is_empty() => Error::not_found(schema),
        Ok(_) => Error::stale(schema),
        Err(error) => error,
    }
}

/// Adds an entity, or replaces the live one with the same id.
pub fn upsert<'a, E: Entity>(handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<Upserted<E>>> {
    let replacement = insert_or_replace(handle, E::schema(), entity.to_row());
    Box::pin(async move {
        let Replacement { row, inserted } = replacement.await?;
        let entity = E::from_row(row)?;
        Ok(if inserted { Upserted::Inserted(entity) } else { Upserted::Replaced(entity) })
    })
}

fn insert_or_replace<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    row: Result<Row>,
) -> BoxFuture<'a, Result<Replacement>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let now = handle.now();
        let row = new_row(handle, schema, now, row?)?;
        let kept = |column: usize| {
            schema.key().contains(&column)
                || schema.created() == Some(column)
                || schema.soft_delete() == Some(column)
        };
        let assign = |column: usize| Assignment { column, change: Change::Set(row[column].clone()) };
        let mut set = (0..row.len()).filter(|&column| !kept(column)).map(assign).collect();
        stamp_changes(schema, now, &mut set);
        let only_if = live(schema, Predicate::EVERYTHING);
        handle.backend().upsert(Upsert { schema, on: UniqueKey::Primary, row, set, only_if }).await
    })
}
