//! Declared methods: what a generated method says of its columns and arguments, and how it is run.

mod counter;
mod exclusive;
mod group;
mod parts;
mod read;
mod through;
mod write;

use parts::Parts;

use super::crud;
use super::handle::StoreHandle;
use super::prepare;
use crate::Timestamp;
use crate::backend::{Assignment, Change};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::query::{CompareOp, Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{StoreValue, Value, ValueError};

/// One call of a declared method: conditions, order, limit and assignments, filled in by generated code.
#[derive(Debug)]
pub struct Statement {
    schema: &'static EntitySchema,
    filter: Parts,
    // What the row must be like that the filter names, if conditions go there by now.
    guard: Option<Parts>,
    order: Vec<Order>,
    limit: Option<u32>,
    set: Vec<Assignment>,
    set_now: Vec<usize>,
    counter: counter::Counted,
    // When the call was run: one moment for all that it says of now.
    moment: Option<Timestamp>,
    error: Option<Error>,
}

impl Statement {
    /// A call on the rows of `E`.
    #[must_use]
    pub fn new<E: Entity>() -> Self {
        Self::of(E::schema())
    }

    fn of(schema: &'static EntitySchema) -> Self {
        Self {
            schema,
            filter: Parts::default(),
            guard: None,
            order: Vec::new(),
            limit: None,
            set: Vec::new(),
            set_now: Vec::new(),
            counter: counter::Counted::default(),
            moment: None,
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

    /// Where conditions go by now.
    fn parts(&mut self) -> &mut Parts {
        self.guard.as_mut().unwrap_or(&mut self.filter)
    }

    fn compared(mut self, column: usize, op: CompareOp, value: Result<Value, ValueError>) -> Self {
        let value = self.value(column, value);
        self.parts().ready.push(Predicate::Compare { column, op, value });
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

    /// The column is compared with the store's clock, which is asked when the call is run.
    #[must_use]
    pub fn now(mut self, column: usize, op: CompareOp) -> Self {
        self.parts().now.push((column, op));
        self
    }

    /// The column is null.
    #[must_use]
    pub fn is_none(mut self, column: usize) -> Self {
        self.parts().ready.push(Predicate::IsNull { column });
        self
    }

    /// The column is not null.
    #[must_use]
    pub fn is_some(mut self, column: usize) -> Self {
        self.parts().ready.push(Predicate::Not(Box::new(Predicate::IsNull { column })));
        self
    }

    /// At least one of the conditions that `add` adds holds.
    #[must_use]
    pub fn any(mut self, add: impl FnOnce(Self) -> Self) -> Self {
        let mut inside = add(Self::of(self.schema));
        self.error = self.error.or_else(|| inside.error.take());
        self.parts().any.push(inside.filter);
        self
    }

    /// The row is one of those that the partial index at this position holds.
    #[must_use]
    pub fn when(mut self, index: usize) -> Self {
        let filter = self.schema.indexes().get(index).and_then(|index| index.filter());
        self.parts().ready.extend(filter.map_or(&[][..], Predicate::parts).iter().cloned());
        self
    }

    /// What is said from here on is not which row, but what it must be like: else the call is refused.
    #[must_use]
    pub fn guard(mut self) -> Self {
        self.guard = Some(Parts::default());
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

    /// The conditions alone, normalised, for a partial index.
    ///
    /// # Errors
    ///
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) for a constant that no backend can hold.
    pub fn into_predicate(mut self) -> Result<Predicate> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let mut filter = Predicate::All(self.filter.resolve(Timestamp::UNIX_EPOCH));
        prepare::predicate(self.schema, crate::backend::Limits::NONE, &mut filter)?;
        Ok(filter)
    }

    /// The predicate, checked, over rows that can be seen.
    fn filter(&mut self, handle: &StoreHandle) -> Result<Predicate> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        handle.check_known(self.schema)?;
        let parts = std::mem::take(&mut self.filter);
        let filter = self.checked(handle, parts)?;
        Ok(crud::visible_at(self.moment(handle), self.schema, filter))
    }

    /// The moment of the call.
    fn moment(&mut self, handle: &StoreHandle) -> Timestamp {
        *self.moment.get_or_insert_with(|| handle.now())
    }

    fn checked(&mut self, handle: &StoreHandle, parts: Parts) -> Result<Predicate> {
        let mut filter = Predicate::All(parts.resolve(self.moment(handle)));
        prepare::predicate(self.schema, handle.limits(), &mut filter)?;
        Ok(filter)
    }

    /// What the row must be like that the filter names.
    fn guarded(&mut self, handle: &StoreHandle) -> Result<Option<Predicate>> {
        let guard = self.guard.take();
        guard.map(|parts| self.checked(handle, parts)).transpose()
    }
}
