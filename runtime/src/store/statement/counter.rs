//! Numbers that are added to, and values that only go up.

use super::Statement;
use super::read::is_there;
use crate::backend::{Assignment, Change, Update};
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::{CompareOp, Predicate};
use crate::store::StoreHandle;
use crate::store::prepare;
use crate::value::{Counter, StoreValue, Value};

/// What is added to or raised.
#[derive(Debug, Default)]
pub(super) struct Counted {
    add: Option<(usize, i64)>,
    at_most: Option<i64>,
    at_least: Option<i64>,
    // To this value, or to now.
    to: Option<(usize, Option<Value>)>,
}

impl Statement {
    /// This is added to the column.
    #[must_use]
    pub fn add(mut self, column: usize, by: i64) -> Self {
        self.counter.add = Some((column, by));
        self
    }

    /// What is added must not bring it over this.
    #[must_use]
    pub fn at_most(mut self, most: i64) -> Self {
        self.counter.at_most = Some(most);
        self
    }

    /// What is taken off must not bring it under this.
    #[must_use]
    pub fn at_least(mut self, least: i64) -> Self {
        self.counter.at_least = Some(least);
        self
    }

    /// The column of type `T` is raised to this.
    #[must_use]
    pub fn to<T: StoreValue>(mut self, column: usize, arg: T::Arg<'_>) -> Self {
        let value = self.value(column, T::arg_to_value(arg));
        self.counter.to = Some((column, Some(value)));
        self
    }

    /// The column is raised to the store's clock.
    #[must_use]
    pub fn to_now(mut self, column: usize) -> Self {
        self.counter.to = Some((column, None));
        self
    }

    /// Adds to the column in the one row that matches: its new value, or `None` when the bounds refuse that.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no row, [`InvalidValue`](crate::ErrorKind::InvalidValue) when the
    /// sum doesn't fit the column's type.
    pub fn increment<T: Counter>(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<Option<T>>> {
        let (schema, counted) = (self.schema, std::mem::take(&mut self.counter));
        let change = self.change(handle);
        let column = counted.add.map_or(0, |(column, _)| column);
        let value = add(handle, change.map(|(update, _)| update), counted, (T::LEAST, T::MOST));
        Box::pin(async move {
            let read = |value| {
                T::from_value(value).map_err(|error| Error::corrupt(schema, column, error.into_reason()))
            };
            value.await?.map(read).transpose()
        })
    }

    /// Raises the column in the one row that matches: whether the new value was higher. Null is lower than all.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) when there is no row.
    pub fn raise(mut self, handle: &StoreHandle) -> BoxFuture<'_, Result<bool>> {
        let to = self.counter.to.take();
        let (change, now) = (self.change(handle), self.moment(handle));
        Box::pin(async move {
            let (update, _) = change?;
            let (column, value) = to.ok_or_else(|| Error::unsupported("a raise of no column"))?;
            let schema = update.schema;
            let mut value = value.unwrap_or(Value::Timestamp(now));
            prepare::value(schema, handle.limits(), column, &mut value)?;
            let lower = if value.is_null() {
                Predicate::Any(Vec::new())
            } else {
                let less = Predicate::Compare { column, op: CompareOp::Lt, value: value.clone() };
                let nullable = schema.column(column).is_nullable();
                if nullable { Predicate::Any(vec![Predicate::IsNull { column }, less]) } else { less }
            };
            let Update { filter: row, mut set, .. } = update;
            set.push(Assignment { column, change: Change::Set(value) });
            let raised = handle.executor().update(Update::new(schema, row.clone().and(lower), set)).await?;
            if raised.count == 0 && !is_there(handle, schema, row).await? {
                return Err(Error::not_found(schema));
            }
            Ok(raised.count > 0)
        })
    }
}

fn add(
    handle: &StoreHandle,
    update: Result<Update>,
    counted: Counted,
    (least, most): (i64, i64),
) -> BoxFuture<'_, Result<Option<Value>>> {
    Box::pin(async move {
        let Update { schema, filter: row, mut set, .. } = update?;
        let (column, by) = counted.add.ok_or_else(|| Error::unsupported("an increment of no column"))?;
        // Up, the upper bound counts; down, the lower one.
        let (bound, of_type, op) = if by > 0 {
            (counted.at_most, most, CompareOp::Le)
        } else {
            (counted.at_least, least, CompareOp::Ge)
        };
        let last = match bound {
            Some(bound) if by > 0 => bound.min(of_type),
            Some(bound) => bound.max(of_type),
            None => of_type,
        };
        let mut filter = row.clone();
        if let Some(within) = within(column, op, i128::from(last) - i128::from(by)) {
            filter = filter.and(within);
        }
        set.push(Assignment { column, change: Change::Add(by) });
        let update = Update { returning: true, ..Update::new(schema, filter, set) };
        match handle.executor().update(update).await?.rows.into_iter().next() {
            Some(mut changed) => Ok(Some(changed.swap_remove(column))),
            None if !is_there(handle, schema, row).await? => Err(Error::not_found(schema)),
            None if bound.is_some() => Ok(None),
            None => Err(Error::invalid_value(schema, column, "the sum is out of range")),
        }
    })
}

/// The rows whose counter may still be added to; `None` when that is every row.
fn within(column: usize, op: CompareOp, last: i128) -> Option<Predicate> {
    match i64::try_from(last) {
        Ok(last) => Some(Predicate::Compare { column, op, value: Value::Int(last) }),
        // Beyond every integer in the direction in which it is added, or in the other one.
        Err(_) if (last > 0) == (op == CompareOp::Le) => None,
        Err(_) => Some(Predicate::Any(Vec::new())),
    }
}
