use std::fmt;
use std::marker::PhantomData;
use std::ops::Not;

use super::Predicate;
use crate::error::{Error, Result};

/// One typed condition on the rows of `E`: from the methods of [`Column`](crate::Column).
///
/// Conditions combine with [`and`](Condition::and), [`or`](Condition::or), `!`, [`all_of`] and [`any_of`].
pub struct Condition<E> {
    // An operand that can't be stored is reported by the call that uses the condition, so that building one needs no `?`.
    predicate: Result<Predicate>,
    entity: PhantomData<fn() -> E>,
}

impl<E> Condition<E> {
    pub(crate) const fn new(predicate: Result<Predicate>) -> Self {
        Self { predicate, entity: PhantomData }
    }

    pub(crate) fn predicate(&self) -> Result<&Predicate> {
        self.predicate.as_ref().map_err(Error::clone)
    }

    /// Both match.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        all_of([self, other])
    }

    /// At least one matches.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        any_of([self, other])
    }
}

/// Does not match.
impl<E> Not for Condition<E> {
    type Output = Self;

    fn not(self) -> Self {
        Self::new(self.predicate.map(|predicate| Predicate::Not(Box::new(predicate))))
    }
}

impl<E> Clone for Condition<E> {
    fn clone(&self) -> Self {
        Self::new(self.predicate.clone())
    }
}

impl<E> fmt::Debug for Condition<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Condition").field(&self.predicate).finish()
    }
}

/// Each of the conditions matches; everything matches when there are none.
pub fn all_of<E>(conditions: impl IntoIterator<Item = Condition<E>>) -> Condition<E> {
    let parts: Result<Vec<_>> = conditions.into_iter().map(|condition| condition.predicate).collect();
    Condition::new(parts.map(Predicate::All))
}

/// At least one of the conditions matches; nothing matches when there are none.
pub fn any_of<E>(conditions: impl IntoIterator<Item = Condition<E>>) -> Condition<E> {
    let parts: Result<Vec<_>> = conditions.into_iter().map(|condition| condition.predicate).collect();
    Condition::new(parts.map(Predicate::Any))
}
