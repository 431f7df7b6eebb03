//! Adding a row, or finding it there.

use super::expired;
use super::replace::keeps;
use super::shared::{new_row, stamp_changes, visible};
use crate::backend::{Assignment, Change, Replacement, UniqueKey, Upsert};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::Upserted;
use crate::value::Row;

/// Adds an entity, or replaces the live one with the same id.
pub fn upsert<'a, E: Entity>(handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<Upserted<E>>> {
    upserted(handle, entity, None)
}

/// Adds an entity, or replaces the live one with the same values of the unique index at `index`, which keeps its id.
pub fn upsert_on<'a, E: Entity>(
    handle: &'a StoreHandle,
    entity: &E,
    index: usize,
) -> BoxFuture<'a, Result<Upserted<E>>> {
    upserted(handle, entity, Some(index))
}

fn upserted<'a, E: Entity>(
    handle: &'a StoreHandle,
    entity: &E,
    index: Option<usize>,
) -> BoxFuture<'a, Result<Upserted<E>>> {
    let replacement = insert_or(handle, E::schema(), entity.to_row(), index, replaced);
    Box::pin(async move {
        let Replacement { row, inserted } = replacement.await?;
        let entity = E::from_row(row)?;
        Ok(if inserted { Upserted::Inserted(entity) } else { Upserted::Replaced(entity) })
    })
}

/// Adds an entity unless one with the same id, or the same values of the unique index at `index`, is there: whether it was added.
pub fn insert_new<'a, E: Entity>(
    handle: &'a StoreHandle,
    entity: &E,
    index: Option<usize>,
) -> BoxFuture<'a, Result<bool>> {
    let replacement = insert_or(handle, E::schema(), entity.to_row(), index, |_, _, _| Vec::new());
    Box::pin(async move { Ok(replacement.await?.inserted) })
}

/// What changes in the row that is there when `row` takes its place.
fn replaced(handle: &StoreHandle, schema: &'static EntitySchema, row: &Row) -> Vec<Assignment> {
    let assign = |column: usize| Assignment { column, change: Change::Set(row[column].clone()) };
    let mut set = (0..row.len()).filter(|&column| !keeps(schema, column)).map(assign).collect();
    stamp_changes(schema, handle.now(), &mut set);
    set
}

fn insert_or<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    row: Result<Row>,
    index: Option<usize>,
    change: fn(&StoreHandle, &'static EntitySchema, &Row) -> Vec<Assignment>,
) -> BoxFuture<'a, Result<Replacement>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let on = match index.map(|index| schema.indexes().get(index)) {
            None => UniqueKey::Primary,
            Some(Some(index)) => UniqueKey::Index(index),
            Some(None) => return Err(Error::unsupported("an upsert on an index that is not there")),
        };
        let row = new_row(handle, schema, handle.now(), row?)?;
        let row = handle.sealed(schema, row)?;
        let set = change(handle, schema, &row);
        let only_if = visible(handle, schema, Predicate::EVERYTHING);
        let Replacement { row, inserted } =
            expired::upsert(handle, Upsert { schema, on, row, set, only_if }).await?;
        Ok(Replacement { row: handle.opened(schema, row)?, inserted })
    })
}
