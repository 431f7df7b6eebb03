use crate::Timestamp;
use crate::query::{CompareOp, Predicate};
use crate::value::Value;

/// Conditions, of which those that ask the clock are finished when the call is run.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) ready: Vec<Predicate>,
    pub(super) now: Vec<(usize, CompareOp)>,
    /// Of each of these, one must hold.
    pub(super) any: Vec<Parts>,
}

impl Parts {
    /// The conditions at this moment.
    pub(super) fn resolve(self, now: Timestamp) -> Vec<Predicate> {
        let Self { ready: mut parts, now: asked, any } = self;
        parts.extend(asked.into_iter().map(|(column, op)| Predicate::Compare {
            column,
            op,
            value: Value::Timestamp(now),
        }));
        parts.extend(any.into_iter().map(|inside| Predicate::Any(inside.resolve(now))));
        parts
    }
}
