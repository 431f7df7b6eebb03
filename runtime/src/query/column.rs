use std::fmt;
use std::marker::PhantomData;

use super::{CompareOp, Condition, OrderBy, Predicate, TextOp};
use crate::entity::Entity;
use crate::error::Error;
use crate::value::{Comparable, StoreValue, TextValue, Value, ValueError};

/// A column of `E` that holds values of type `T`: `User::EMAIL`.
///
/// `K` tells a column that may be used in filters and orders ([`Plain`]) from a secret one.
pub struct Column<E, T, K = Plain> {
    position: usize,
    entity: PhantomData<fn() -> E>,
    value: PhantomData<fn() -> T>,
    kind: PhantomData<fn() -> K>,
}

/// The kind of every column that is not secret.
#[derive(Debug, Clone, Copy)]
pub enum Plain {}

/// A kind of column that may be used in filters and orders.
#[diagnostic::on_unimplemented(
    message = "secret column `{Self}` can't be used in a filter",
    label = "its values must not be searched or ordered by"
)]
pub trait Filterable {}

impl Filterable for Plain {}

/// A value that a column of type `T` can be compared with: a `T`, a `&T`, a `&str` for text, and what is inside an `Option`.
#[diagnostic::on_unimplemented(
    message = "a column of type `{T}` can't be compared with `{Self}`",
    label = "not a value of the column's type"
)]
pub trait Operand<T> {
    /// This operand as the column holds it.
    ///
    /// # Errors
    ///
    /// A [`ValueError`] when no backend can hold it (R11).
    fn into_value(self) -> Result<Value, ValueError>;
}

impl<T: StoreValue> Operand<T> for T {
    fn into_value(self) -> Result<Value, ValueError> {
        self.to_value()
    }
}

impl<T: StoreValue> Operand<T> for &T {
    fn into_value(self) -> Result<Value, ValueError> {
        self.to_value()
    }
}

impl<T: StoreValue<Inner = T>> Operand<Option<T>> for T {
    fn into_value(self) -> Result<Value, ValueError> {
        self.to_value()
    }
}

impl<T: StoreValue<Inner = T>> Operand<Option<T>> for &T {
    fn into_value(self) -> Result<Value, ValueError> {
        self.to_value()
    }
}

impl Operand<String> for &str {
    fn into_value(self) -> Result<Value, ValueError> {
        Ok(Value::Text(self.to_owned()))
    }
}

impl Operand<Option<String>> for &str {
    fn into_value(self) -> Result<Value, ValueError> {
        Ok(Value::Text(self.to_owned()))
    }
}

// Without bounds: a field's type answers for itself in the schema, once.
impl<E, T, K> Column<E, T, K> {
    /// The column at `position` of the entity's schema. Used by the derive.
    #[must_use]
    pub const fn new(position: usize) -> Self {
        Self { position, entity: PhantomData, value: PhantomData, kind: PhantomData }
    }

    /// The column's position in the entity's schema.
    #[must_use]
    pub const fn position(self) -> usize {
        self.position
    }
}

impl<E: Entity, T: StoreValue, K> Column<E, T, K> {
    fn value(self, operand: impl Operand<T>) -> Result<Value, Error> {
        operand
            .into_value()
            .map_err(|error| Error::invalid_value(E::schema(), self.position, error.into_reason()))
    }

    fn compare(self, op: CompareOp, operand: impl Operand<T>) -> Condition<E> {
        let column = self.position;
        Condition::new(self.value(operand).map(|value| Predicate::Compare { column, op, value }))
    }

    fn search(self, op: TextOp, ignore_case: bool, text: &str) -> Condition<E> {
        let text = text.to_owned();
        Condition::new(Ok(Predicate::Text { column: self.position, op, ignore_case, text }))
    }
}

/// Conditions and orders. None of them needs an index, all of them use one where it fits.
impl<E: Entity, T: StoreValue, K> Column<E, T, K> {
    /// Equal to `operand`; `None` is equal to `None`.
    #[must_use]
    pub fn eq(self, operand: impl Operand<T>) -> Condition<E>
    where
        K: Filterable,
        T: Comparable,
    {
        self.compare(CompareOp::Eq, operand)
    }

    /// Not equal to `operand`: the exact opposite of [`Column::eq`].
    #[must_use]
    pub fn ne(self, operand: impl Operand<T>) -> Condition<E>
    where
        K: Filterable,
        T: Comparable,
    {
        self.compare(CompareOp::Ne, operand)
    }

    /// Less than `operand`; `None` never is.
    #[must_use]
    pub fn lt(self, operand: impl Operand<T>) -> Condition<E>
    where
        K: Filterable,
        T: Comparable,
    {
        self.compare(CompareOp::Lt, operand)
    }

    /// Less than or equal to `operand`; `None` never is.
    #[must_use]
    pub fn le(self, operand: impl Operand<T>) -> Condition<E>
    where
        K: Filterable,
        T: Comparable,
    {
        self.compare(CompareOp::Le, operand)
    }

    /// Greater than `operand`; `None` never is.
    #[must_use]
    pub fn gt(self, operand: impl Operand<T>) -> Condition<E>
    where
        K: Filterable,
        T: Comparable,
    {
        self.compare(CompareOp::Gt, operand)
    }

    /// Greater than or equal to `operand`; `None` never is.
    #[must_use]
    pub fn ge(self, operand: impl Operand<T>) -> Condition<E>
    where
        K: Filterable,
        T: Comparable,
    {
        self.compare(CompareOp::Ge, operand)
    }

    /// Equal to one of `operands`; nothing is when there are none.
    #[must_use]
    pub fn is_in<O: Operand<T>>(self, operands: impl IntoIterator<Item = O>) -> Condition<E>
    where
        K: Filterable,
        T: Comparable,
    {
        let values: Result<Vec<_>, _> = operands.into_iter().map(|operand| self.value(operand)).collect();
        Condition::new(values.map(|mut values| {
            let all = values.len();
            values.retain(|value| !value.is_null());
            let among = Predicate::In { column: self.position, values: std::mem::take(&mut values) };
            match &among {
                Predicate::In { values, .. } if values.len() < all => {
                    Predicate::Any(vec![Predicate::IsNull { column: self.position }, among])
                }
                _ => among,
            }
        }))
    }

    /// `None`.
    #[must_use]
    pub fn is_none(self) -> Condition<E>
    where
        K: Filterable,
    {
        Condition::new(Ok(Predicate::IsNull { column: self.position }))
    }

    /// Not `None`.
    #[must_use]
    pub fn is_some(self) -> Condition<E>
    where
        K: Filterable,
    {
        !self.is_none()
    }

    /// Holds `text`, taken literally (R8).
    #[must_use]
    pub fn contains(self, text: &str) -> Condition<E>
    where
        K: Filterable,
        T: TextValue,
    {
        self.search(TextOp::Contains, false, text)
    }

    /// Holds `text`, taken literally, without the case of ASCII letters (R8).
    #[must_use]
    pub fn contains_ignore_case(self, text: &str) -> Condition<E>
    where
        K: Filterable,
        T: TextValue,
    {
        self.search(TextOp::Contains, true, text)
    }

    /// Starts with `text`, taken literally (R8).
    #[must_use]
    pub fn starts_with(self, text: &str) -> Condition<E>
    where
        K: Filterable,
        T: TextValue,
    {
        self.search(TextOp::StartsWith, false, text)
    }

    /// Starts with `text`, taken literally, without the case of ASCII letters (R8).
    #[must_use]
    pub fn starts_with_ignore_case(self, text: &str) -> Condition<E>
    where
        K: Filterable,
        T: TextValue,
    {
        self.search(TextOp::StartsWith, true, text)
    }

    /// Ends with `text`, taken literally (R8).
    #[must_use]
    pub fn ends_with(self, text: &str) -> Condition<E>
    where
        K: Filterable,
        T: TextValue,
    {
        self.search(TextOp::EndsWith, false, text)
    }

    /// Ends with `text`, taken literally, without the case of ASCII letters (R8).
    #[must_use]
    pub fn ends_with_ignore_case(self, text: &str) -> Condition<E>
    where
        K: Filterable,
        T: TextValue,
    {
        self.search(TextOp::EndsWith, true, text)
    }

    /// Smaller values first, `None` before all (R7).
    #[must_use]
    pub const fn asc(self) -> OrderBy<E>
    where
        K: Filterable,
        T: Comparable,
    {
        OrderBy::new(self.position, false)
    }

    /// Larger values first, `None` after all (R7).
    #[must_use]
    pub const fn desc(self) -> OrderBy<E>
    where
        K: Filterable,
        T: Comparable,
    {
        OrderBy::new(self.position, true)
    }
}

impl<E, T, K> Clone for Column<E, T, K> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E, T, K> Copy for Column<E, T, K> {}

impl<E: Entity, T, K> fmt::Debug for Column<E, T, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = E::schema();
        write!(f, "{}.{}", schema.entity(), schema.column(self.position).field())
    }
}
