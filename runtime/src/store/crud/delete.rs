//! Deleting, purging and restoring.

use super::expired::{self, has_expired};
use super::shared::{row_filter, stamp_changes, visible};
use crate::backend::{Assignment, Change, Delete, DeleteMode, Update};
use crate::entity::Entity;
use crate::error::Result;
use crate::future::BoxFuture;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::value::{Row, Value};

/// Deletes the rows that match `filter`, which is over live rows: softly where the entity can be (R12), with what hangs on them (R13).
pub(crate) fn delete_where<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    filter: Result<Predicate>,
) -> BoxFuture<'a, Result<u64>> {
    let mode = if schema.soft_delete().is_some() { DeleteMode::Soft } else { DeleteMode::Hard };
    delete_as(handle, schema, filter, mode)
}

fn delete_as<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    filter: Result<Predicate>,
    mode: DeleteMode,
) -> BoxFuture<'a, Result<u64>> {
    Box::pin(async move {
        let delete = Delete::new(schema, filter?, mode, handle.now(), handle.references());
        Ok(handle.executor().delete(delete).await?.count)
    })
}

/// Deletes a row by its id: whether it was there (R4).
pub(crate) fn delete<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> BoxFuture<'a, Result<bool>> {
    let filter = row_filter(handle, schema, key).map(|filter| visible(handle, schema, filter));
    let count = delete_where(handle, schema, filter);
    Box::pin(async move { Ok(count.await? > 0) })
}

/// Removes a row by its id, soft-deleted or not: whether it was there.
pub(crate) fn purge<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> BoxFuture<'a, Result<bool>> {
    let count = delete_as(handle, schema, row_filter(handle, schema, key), DeleteMode::Hard);
    Box::pin(async move { Ok(count.await? > 0) })
}

/// Removes the rows that have expired, with what hangs on them: how many (R16).
pub fn purge_expired<E: Entity>(handle: &StoreHandle) -> BoxFuture<'_, Result<u64>> {
    let schema = E::schema();
    let filter = handle.check_known(schema).map(|()| match schema.ttl() {
        Some(column) => has_expired(column, handle.now()),
        None => Predicate::Any(Vec::new()),
    });
    delete_as(handle, schema, filter, DeleteMode::Hard)
}

/// Makes a soft-deleted row live again: whether there was one.
pub(crate) fn restore<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> BoxFuture<'a, Result<bool>> {
    let filter = row_filter(handle, schema, key);
    Box::pin(async move {
        let mut filter = filter?;
        let mut set = Vec::new();
        if let Some(column) = schema.soft_delete() {
            filter = filter.and(Predicate::Not(Box::new(Predicate::IsNull { column })));
            set.push(Assignment { column, change: Change::Set(Value::Null) });
        }
        stamp_changes(schema, handle.now(), &mut set);
        Ok(expired::update(handle, Update::new(schema, filter, set)).await?.count > 0)
    })
}
