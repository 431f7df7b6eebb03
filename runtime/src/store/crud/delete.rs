//! Deleting, purging and restoring.

use super::shared::{live, row_filter, stamp_changes};
use crate::backend::{Assignment, Change, Delete, DeleteMode, Update};
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
        let references = handle.references();
        let delete = Delete { schema, filter: filter?, mode, now: handle.now(), references };
        handle.backend().delete(delete).await
    })
}

/// Deletes a row by its id: whether it was there (R4).
pub(crate) fn delete<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> BoxFuture<'a, Result<bool>> {
    let filter = row_filter(handle, schema, key).map(|filter| live(schema, filter));
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
        Ok(handle.backend().update(Update { schema, filter, set, returning: false }).await?.count > 0)
    })
}
