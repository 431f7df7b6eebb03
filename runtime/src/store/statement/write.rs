//! What changes, replaces or deletes rows: each in one operation that the backend does in one step (R14).

use super::Statement;
use super::read::is_there;
use crate::backend::{Assignment, Change, Delete, DeleteMode, Deleted, Update, Updated, names_one};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::{CompareOp, Order, Predicate};
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::crud::{self, Replacing, decode_all, decode_some, replacing};
use crate::store::prepare;
use crate::value::{Row, Value};

impl Statement {
    /// Deletes the rows that match: how many.
    ///
    /// # Errors
    ///
    /// [`Restricted`](crate::ErrorKind::Restricted) when one of them is referenced so,
    /// [`Refused`](crate::ErrorKind::Refused) when the guard doesn't hold.
    pub fn delete(self, handle: &StoreHandle) -> BoxFuture<'_, Result<u64>> {
        let (schema, delete) = (self.schema, self.deletion(handle));
        Box::pin(async move {
            let (delete, unguarded) = delete?;
            let count = handle.executor().delete(delete).await?.count;
            refused_if_there(handle, schema, count, unguarded).await
        })
    }

    /// Whether any row was deleted: for a method whose conditions name one row.
    ///
    /// # Errors
    ///
    /// As [`Statement::delete`].
    pub fn delete_one(self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        let count = self.delete(handle);
        Box::pin(async move { Ok(count.await? > 0) })
    }

    /// Deletes the first row that matches and gives it as it was.
    ///
    /// # Errors
    ///
    /// As [`Statement::delete`].
    pub fn take<E: Entity>(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<Option<E>>> {
        let (schema, order) = (self.schema, std::mem::take(&mut self.order));
        let delete = self.deletion(handle);
        let taken: BoxFuture<'_, Result<Option<Row>>> = Box::pin(async move {
            let (mut delete, _) = delete?;
            delete.returning = true;
            (delete.order, delete.limit) = first(schema, &delete.filter, order);
            let Deleted { rows, .. } = handle.executor().delete(delete).await?;
            rows.into_iter().next().map(|row| handle.opened(schema, row)).transpose()
        });
        decode_some(taken, E::from_row)
    }

    /// The deletion, and what it would match without the guard.
    fn deletion(mut self, handle: &StoreHandle) -> Result<(Delete, Option<Predicate>)> {
        let (filter, unguarded) = self.filter_and_guard(handle)?;
        let mode = if self.schema.soft_delete().is_some() { DeleteMode::Soft } else { DeleteMode::Hard };
        let now = self.moment(handle);
        Ok((Delete::new(self.schema, filter, mode, now, handle.references()), unguarded))
    }

    /// Changes the rows that match: how many.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) when a unique index forbids it,
    /// [`Refused`](crate::ErrorKind::Refused) when the guard doesn't hold.
    pub fn update(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<u64>> {
        let (schema, update) = (self.schema, self.change(handle));
        Box::pin(async move {
            let (update, unguarded) = update?;
            let count = handle.executor().update(update).await?.count;
            refused_if_there(handle, schema, count, unguarded).await
        })
    }

    /// Whether any row was changed: for a method whose conditions name one row.
    ///
    /// # Errors
    ///
    /// As [`Statement::update`].
    pub fn update_one(self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        let count = self.update(handle);
        Box::pin(async move { Ok(count.await? > 0) })
    }

    /// Changes the rows that match and gives them as they are now.
    ///
    /// # Errors
    ///
    /// As [`Statement::update`].
    pub fn update_returning<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Vec<E>>> {
        decode_all(self.changed(handle), E::from_row)
    }

    /// The same for a method whose conditions name one row.
    ///
    /// # Errors
    ///
    /// As [`Statement::update`].
    pub fn update_one_returning<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Option<E>>> {
        let rows = self.changed(handle);
        decode_some(Box::pin(async move { Ok(rows.await?.into_iter().next()) }), E::from_row)
    }

    fn changed(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<Vec<Row>>> {
        let (schema, update) = (self.schema, self.change(handle));
        Box::pin(async move {
            let (mut update, unguarded) = update?;
            update.returning = true;
            let Updated { count, rows } = handle.executor().update(update).await?;
            refused_if_there(handle, schema, count, unguarded).await?;
            handle.all_opened(schema, rows)
        })
    }

    /// Changes the first row that matches: whether there was one.
    ///
    /// # Errors
    ///
    /// As [`Statement::update`].
    pub fn claim(self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        let update = self.first_change(handle);
        Box::pin(async move { Ok(handle.executor().update(update?).await?.count > 0) })
    }

    /// Changes the first row that matches and gives it as it is now.
    ///
    /// # Errors
    ///
    /// As [`Statement::update`].
    pub fn claim_returning<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Option<E>>> {
        let (schema, update) = (self.schema, self.first_change(handle));
        let claimed: BoxFuture<'_, Result<Option<Row>>> = Box::pin(async move {
            let update = Update { returning: true, ..update? };
            let row = handle.executor().update(update).await?.rows.into_iter().next();
            row.map(|row| handle.opened(schema, row)).transpose()
        });
        decode_some(claimed, E::from_row)
    }

    fn first_change(mut self, handle: &StoreHandle) -> Result<Update> {
        let order = std::mem::take(&mut self.order);
        let (mut update, _) = self.change(handle)?;
        (update.order, update.limit) = first(self.schema, &update.filter, order);
        Ok(update)
    }

    /// Replaces the whole row with the entity's id if it matches: whether it did.
    ///
    /// # Errors
    ///
    /// As [`Statement::update`].
    pub fn swap<'a, E: Entity>(mut self, handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<bool>> {
        let schema = self.schema;
        let update = self.filter(handle).and_then(|filter| {
            let Replacing { key, mut set, .. } = replacing(handle, schema, entity.to_row()?, false)?;
            if let Some(column) = schema.version() {
                set.retain(|assignment| assignment.column != column);
                set.push(Assignment { column, change: Change::Add(1) });
            }
            Ok(Update::new(schema, crud::is_row(schema, &key).and(filter), set))
        });
        Box::pin(async move { Ok(handle.executor().update(update?).await?.count > 0) })
    }

    /// The update, and what it would match without the guard.
    pub(super) fn change(&mut self, handle: &StoreHandle) -> Result<(Update, Option<Predicate>)> {
        let (filter, unguarded) = self.filter_and_guard(handle)?;
        let set = self.assignments(handle, &filter)?;
        Ok((Update::new(self.schema, filter, set), unguarded))
    }

    fn filter_and_guard(&mut self, handle: &StoreHandle) -> Result<(Predicate, Option<Predicate>)> {
        let filter = self.filter(handle)?;
        match self.guarded(handle)? {
            None => Ok((filter, None)),
            Some(guard) => Ok((filter.clone().and(guard), Some(filter))),
        }
    }

    /// What is set, checked, with the columns that the store itself fills in.
    pub(super) fn assignments(
        &mut self,
        handle: &StoreHandle,
        filter: &Predicate,
    ) -> Result<Vec<Assignment>> {
        let schema = self.schema;
        let mut set = std::mem::take(&mut self.set);
        for Assignment { column, change } in &mut set {
            if let Change::Set(value) = change {
                prepare::value(schema, handle.limits(), *column, value)?;
                if schema.column(*column).is_encrypted() {
                    let key = key_of(schema, filter).ok_or_else(|| {
                        Error::unsupported("an encrypted column can only be set in the row with a given id")
                    })?;
                    *value = handle.keys().seal(schema, *column, &key, value)?;
                }
            }
        }
        let now = self.moment(handle);
        let asked = self.set_now.drain(..);
        set.extend(asked.map(|column| Assignment { column, change: Change::Set(Value::Timestamp(now)) }));
        crud::stamp_changes(schema, now, &mut set);
        Ok(set)
    }
}

/// The id that the filter fixes.
fn key_of(schema: &'static EntitySchema, filter: &Predicate) -> Option<Vec<Value>> {
    let fixed = |&column: &usize| {
        filter.parts().iter().find_map(|part| match part {
            Predicate::Compare { column: of, op: CompareOp::Eq, value } if *of == column => {
                Some(value.clone())
            }
            _ => None,
        })
    };
    schema.key().iter().map(fixed).collect()
}

/// The order and the limit by which one row is picked of those that match; none where no more than one can.
fn first(schema: &'static EntitySchema, filter: &Predicate, order: Vec<Order>) -> (Vec<Order>, Option<u32>) {
    if names_one(schema, filter) {
        (Vec::new(), None)
    } else {
        (crud::complete_order(schema, order), Some(1))
    }
}

/// Tells a row that is not there from one that the guard kept from the call. Either was so at some moment of the call.
async fn refused_if_there(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    count: u64,
    unguarded: Option<Predicate>,
) -> Result<u64> {
    if count == 0
        && let Some(filter) = unguarded
        && is_there(handle, schema, filter).await?
    {
        return Err(Error::refused(schema));
    }
    Ok(count)
}
