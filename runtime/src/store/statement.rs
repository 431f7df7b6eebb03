//! Declared methods: what a generated method says of its columns and arguments, and how it is run.

use super::crud::{self, decode, decode_all, decode_some};
use super::handle::StoreHandle;
use super::prepare;
use crate::backend::{Assignment, Change, Select, Update};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::{CompareOp, Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{StoreValue, Value, ValueError};

/// One call of a declared method: conditions, order, limit and assignments, filled in by generated code.
#[derive(Debug)]
pub struct Statement {
    schema: &'static EntitySchema,
    conditions: Vec<Predicate>,
    // Columns compared with the store's clock, which is asked when the call is run.
    now: Vec<(usize, CompareOp)>,
    order: Vec<Order>,
    limit: Option<u32>,
    set: Vec<Assignment>,
    set_now: Vec<usize>,
    error: Option<Error>,
}

impl Statement {
    /// A call on the rows of `E`.
    #[must_use]
    pub fn new<E: Entity>() -> Self {
        Self {
            schema: E::schema(),
            conditions: Vec::new(),
            now: Vec::new(),
            order: Vec::new(),
            limit: None,
            set: Vec::new(),
            set_now: Vec::new(),
            error: None,
        }
    }

    fn value(&mut self, column: usize, value: Result<Value, ValueError>) -> Value {
        value.unwrap_or_else(|error| {
            let error = Error::invalid_value(self.schema, column, error.into_reason());
            self.error.get_or_insert(error);
            Value::Null
        })
    }

    fn compared(mut self, column: usize, op: CompareOp, value: Result<Value, ValueError>) -> Self {
        let value = self.value(column, value);
        self.conditions.push(Predicate::Compare { column, op, value });
        self
    }

    /// The column of type `T` is compared with an argument.
    #[must_use]
    pub fn arg<T: StoreValue>(self, column: usize, op: CompareOp, arg: T::Arg<'_>) -> Self {
        self.compared(column, op, T::arg_to_value(arg))
    }

    /// The column of type `T` is compared with a constant.
    #[must_use]
    pub fn constant<T: StoreValue>(self, column: usize, op: CompareOp, constant: &T) -> Self {
        self.compared(column, op, constant.to_value())
    }

    /// The column is compared with the store's clock.
    #[must_use]
    pub fn now(mut self, column: usize, op: CompareOp) -> Self {
        self.now.push((column, op));
        self
    }

    /// The column is null.
    #[must_use]
    pub fn is_none(mut self, column: usize) -> Self {
        self.conditions.push(Predicate::IsNull { column });
        self
    }

    /// The column is not null.
    #[must_use]
    pub fn is_some(mut self, column: usize) -> Self {
        self.conditions.push(Predicate::Not(Box::new(Predicate::IsNull { column })));
        self
    }

    /// In the order of this column, after those given before.
    #[must_use]
    pub fn order(mut self, column: usize, descending: bool) -> Self {
        self.order.push(Order { column, descending });
        self
    }

    /// At most `limit` rows.
    #[must_use]
    pub fn limit(mut self, limit: u32) -> Self {
        self.limit = Some(limit);
        self
    }

    /// The column of type `T` is set to an argument.
    #[must_use]
    pub fn set<T: StoreValue>(mut self, column: usize, arg: T::Arg<'_>) -> Self {
        let value = self.value(column, T::arg_to_value(arg));
        self.set.push(Assignment { column, change: Change::Set(value) });
        self
    }

    /// The column of type `T` is set to a constant.
    #[must_use]
    pub fn set_constant<T: StoreValue>(mut self, column: usize, constant: &T) -> Self {
        let value = self.value(column, constant.to_value());
        self.set.push(Assignment { column, change: Change::Set(value) });
        self
    }

    /// The column is set to the store's clock.
    #[must_use]
    pub fn set_now(mut self, column: usize) -> Self {
        self.set_now.push(column);
        self
    }

    /// The column is set to null.
    #[must_use]
    pub fn set_none(mut self, column: usize) -> Self {
        self.set.push(Assignment { column, change: Change::Set(Value::Null) });
        self
    }

    /// The predicate, checked, over live rows only (R12).
    fn filter(&mut self, handle: &StoreHandle) -> Result<Predicate> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        handle.check_known(self.schema)?;
        let now = Value::Timestamp(handle.now());
        let mut parts = std::mem::take(&mut self.conditions);
        parts.extend(self.now.iter().map(|&(column, op)| Predicate::Compare {
            column,
            op,
            value: now.clone(),
        }));
        let mut filter = Predicate::All(parts);
        prepare::predicate(self.schema, handle.backend().capabilities().limits, &mut filter)?;
        Ok(crud::live(self.schema, filter))
    }

    fn select(mut self, handle: &StoreHandle) -> Result<Select> {
        let filter = self.filter(handle)?;
        Ok(Select { order: self.order, limit: self.limit, ..Select::new(self.schema, filter) })
    }

    /// One row: the first in the order, of which ties are broken only where several rows can match.
    fn first(mut self, handle: &StoreHandle) -> Result<Select> {
        let order = std::mem::take(&mut self.order);
        let mut select = self.select(handle)?;
        if !select.names_one() {
            select.order = crud::complete_order(select.schema, order);
            select.limit = Some(1);
        }
        Ok(select)
    }

    /// The first row that matches.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is none.
    pub fn get<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<E>> {
        decode(crud::required_row(handle, E::schema(), self.first(handle)), E::from_row)
    }

    /// The first row that matches, or `None`.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn find<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Option<E>>> {
        decode_some(crud::first_row(handle, self.first(handle)), E::from_row)
    }

    /// Every row that matches, in order.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn list<E: Entity>(self, handle: &StoreHandle) -> BoxFuture<'_, Result<Vec<E>>> {
        let select = self.select(handle).map(|mut select| {
            select.order = crud::complete_order(select.schema, select.order);
            select
        });
        decode_all(crud::select_rows(handle, select), E::from_row)
    }

    /// How many rows match.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn count(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<u64>> {
        let schema = self.schema;
        let filter = self.filter(handle);
        Box::pin(async move {
            let select = Select { limit: Some(0), total: true, ..Select::new(schema, filter?) };
            crud::total(handle.backend().select(select).await?)
        })
    }

    /// Whether any row matches.
    ///
    /// # Errors
    ///
    /// What the backend says.
    pub fn exists(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        let schema = self.schema;
        let filter = self.filter(handle);
        Box::pin(async move {
            let select = Select { limit: Some(1), ..Select::new(schema, filter?) };
            Ok(!handle.backend().select(select).await?.rows.is_empty())
        })
    }

    /// Deletes the rows that match: how many.
    ///
    /// # Errors
    ///
    /// [`Restricted`](crate::ErrorKind::Restricted) when one of them is referenced so.
    pub fn delete(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<u64>> {
        let filter = self.filter(handle);
        crud::delete_where(handle, self.schema, filter)
    }

    /// Changes the rows that match: how many.
    ///
    /// # Errors
    ///
    /// [`Conflict`](crate::ErrorKind::Conflict) when a unique index forbids it.
    pub fn update(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<u64>> {
        let update = self.assignments(handle);
        Box::pin(async move { Ok(handle.backend().update(update?).await?.count) })
    }

    fn assignments(&mut self, handle: &StoreHandle) -> Result<Update> {
        let filter = self.filter(handle)?;
        let limits = handle.backend().capabilities().limits;
        let mut set = std::mem::take(&mut self.set);
        for assignment in &mut set {
            if let Change::Set(value) = &mut assignment.change {
                prepare::value(self.schema, limits, assignment.column, value)?;
            }
        }
        let now = handle.now();
        let now_columns = self
            .set_now
            .iter()
            .map(|&column| Assignment { column, change: Change::Set(Value::Timestamp(now)) });
        set.extend(now_columns);
        crud::stamp_changes(self.schema, now, &mut set);
        Ok(Update { schema: self.schema, filter, set, returning: false })
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

    /// Whether any row was deleted: for a method whose conditions name one row.
    ///
    /// # Errors
    ///
    /// As [`Statement::delete`].
    pub fn delete_one(self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        let count = self.delete(handle);
        Box::pin(async move { Ok(count.await? > 0) })
    }
}
