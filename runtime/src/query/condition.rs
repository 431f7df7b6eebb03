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
        self.joined(other, Predicate::and)
    }

    /// At least one matches.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.joined(other, Predicate::or)
    }

    /// Both in one predicate that is no deeper than the deeper of them: a condition put together in a loop stays flat.
    fn joined(self, other: Self, join: fn(Predicate, Predicate) -> Predicate) -> Self {
        let both = self.predicate.and_then(|one| other.predicate.map(|other| join(one, other)));
        Self::new(both)
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

#[cfg(test)]
mod tests {
    use super::Condition;
    use crate::query::Predicate;

    #[test]
    fn a_condition_put_together_in_a_loop_stays_flat() {
        let one = || Condition::<()>::new(Ok(Predicate::IsNull { column: 0 }));
        let parts = 100_000;
        let either = (1..parts).fold(one(), |so_far, _| so_far.or(one()));
        assert!(matches!(either.predicate(), Ok(Predicate::Any(all)) if all.len() == parts));
        let both = (1..parts).fold(one(), |so_far, _| so_far.and(one()));
        assert!(matches!(both.predicate(), Ok(Predicate::All(all)) if all.len() == parts));
        // Another connective is one level more, and keeps its meaning.
        let mixed = one().or(one()).and(one());
        assert!(matches!(mixed.predicate(), Ok(Predicate::All(all)) if all.len() == 2));
    }
}
