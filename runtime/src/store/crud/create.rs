//! One entity, or many at once.

use super::decode::{decode, decode_all};
use super::expired;
use super::shared::new_row;
use crate::backend::Insert;
use crate::entity::Entity;
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::value::Row;

/// Adds one entity and gives it back as it was stored (R1).
pub fn create<'a, E: Entity>(handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<E>> {
    decode(insert_one(handle, E::schema(), entity.to_row()), E::from_row)
}

fn insert_one<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    row: Result<Row>,
) -> BoxFuture<'a, Result<Row>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let row = new_row(handle, schema, handle.now(), row?)?;
        let rows = vec![handle.sealed(schema, row.clone())?];
        expired::insert(handle, Insert { schema, rows }).await.map_err(without_position)?;
        Ok(row)
    })
}

/// A single create has no position to tell.
pub(crate) fn without_position(error: Error) -> Error {
    match error.kind().clone() {
        ErrorKind::Conflict { entity, index, fields, position: Some(_) } => {
            ErrorKind::Conflict { entity, index, fields, position: None }.into()
        }
        _ => error,
    }
}

/// Adds entities, all or none, and gives them back as they were stored (R17).
pub fn create_many<'a, E: Entity>(handle: &'a StoreHandle, entities: &[E]) -> BoxFuture<'a, Result<Vec<E>>> {
    let rows = entities.iter().map(E::to_row).collect();
    decode_all(insert_many(handle, E::schema(), rows), E::from_row)
}

fn insert_many<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    rows: Result<Vec<Row>>,
) -> BoxFuture<'a, Result<Vec<Row>>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let now = handle.now();
        let rows =
            rows?.into_iter().map(|row| new_row(handle, schema, now, row)).collect::<Result<Vec<_>>>()?;
        if rows.is_empty() {
            return Ok(rows);
        }
        let sealed = rows.iter().cloned().map(|row| handle.sealed(schema, row)).collect::<Result<_>>()?;
        expired::insert(handle, Insert { schema, rows: sealed }).await?;
        Ok(rows)
    })
}
