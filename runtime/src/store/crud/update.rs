//! Replacing whole rows.

use super::decode::decode;
use super::expired;
use super::replace::{Replacing, replacing};
use super::shared::{is_row, visible};
use crate::backend::{Select, Update};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
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
        // What the caller read and compares with; the row itself gets the next one.
        let expected = match schema.version() {
            Some(column) => Some((column, raise(schema, column, &mut row[column])?)),
            None => None,
        };
        let replacing = replacing(handle, schema, row, true)?;
        let this_row = visible(handle, schema, is_row(schema, &replacing.key));
        let mut filter = this_row.clone();
        let versioned = expected.is_some();
        if let Some((column, version)) = expected {
            filter = filter.and(Predicate::equals(column, version));
        }
        let Replacing { set, row, .. } = replacing;
        let Some(row) = row else { return Err(Error::backend("the row was not kept")) };
        // The moment of creation is the only thing that the caller may not know; mostly it is as it was read. To find that out
        // in the same statement takes less time than to read the row back, and MySQL can't do that in one.
        let as_read = match schema.created() {
            Some(column) => filter.clone().and(Predicate::equals(column, row[column].clone())),
            None => filter.clone(),
        };
        if expired::update(handle, Update::new(schema, as_read, set)).await?.count > 0 {
            return Ok(row);
        }
        if schema.created().is_some()
            && let Some(row) = replace_and_read(handle, schema, row, filter).await?
        {
            return Ok(row);
        }
        Err(absent_or_stale(handle, schema, this_row, versioned).await)
    })
}

/// The same for a row whose moment of creation the caller doesn't know: the row as it is stored then, if there is one.
async fn replace_and_read(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    row: Row,
    filter: Predicate,
) -> Result<Option<Row>> {
    let Replacing { set, .. } = replacing(handle, schema, row, false)?;
    let update = Update { returning: true, ..Update::new(schema, filter, set) };
    let updated = expired::update(handle, update).await?;
    updated.rows.into_iter().next().map(|row| handle.opened(schema, row)).transpose()
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
    match handle.executor().select(select).await {
        Ok(selection) if selection.rows.is_empty() => Error::not_found(schema),
        Ok(_) => Error::stale(schema),
        Err(error) => error,
    }
}
