//! What a predicate says of single columns.

use super::seek::successor;
use crate::query::{CompareOp, Predicate, TextOp, key};
use crate::schema::EntitySchema;
use crate::value::{Value, ValueType};

static NULL: Value = Value::Null;

/// A predicate as parts that must all match.
#[derive(Debug, Clone)]
pub(super) struct Conditions<'q> {
    schema: &'static EntitySchema,
    parts: Vec<&'q Predicate>,
}

/// The values that a column may have.
#[derive(Debug, Clone, Copy)]
pub(super) enum Pin<'q> {
    One(&'q Value),
    Many(&'q [Value]),
}

impl Pin<'_> {
    pub(super) const fn len(&self) -> usize {
        match self {
            Self::One(_) => 1,
            Self::Many(values) => values.len(),
        }
    }
}

/// The encoded values of a column from `start` on and before `end`.
#[derive(Debug, Default)]
pub(super) struct Span {
    pub(super) start: Vec<u8>,
    pub(super) end: Option<Vec<u8>>,
}

impl Span {
    fn from(&mut self, start: Vec<u8>) {
        if start > self.start {
            self.start = start;
        }
    }

    fn until(&mut self, end: Vec<u8>) {
        if self.end.as_ref().is_none_or(|before| end < *before) {
            self.end = Some(end);
        }
    }
}

impl<'q> Conditions<'q> {
    pub(super) fn new(schema: &'static EntitySchema, predicate: &'q Predicate) -> Self {
        let mut flat = Vec::with_capacity(4);
        // A stack of its own, since predicates of any depth can come in.
        let mut waiting = vec![predicate];
        while let Some(part) = waiting.pop() {
            match part {
                Predicate::All(parts) => waiting.extend(parts.iter().rev()),
                Predicate::Any(parts) if parts.len() == 1 => waiting.extend(parts),
                part => flat.push(part),
            }
        }
        Self { schema, parts: flat }
    }

    /// The same, with more parts after its own.
    pub(super) fn and(mut self, more: impl IntoIterator<Item = &'q Predicate>) -> Self {
        self.parts.extend(more);
        self
    }

    pub(super) fn parts(&self) -> &[&'q Predicate] {
        &self.parts
    }

    /// The values that `column` may have, and which part says so.
    pub(super) fn pin(&self, column: usize) -> Option<(usize, Pin<'q>)> {
        let one = self.fixed(column).map(|(part, value)| (part, Pin::One(value)));
        one.or_else(|| {
            self.parts.iter().enumerate().find_map(|(position, part)| match part {
                Predicate::In { column: of, values }
                    if *of == column && values.iter().all(|value| self.is_comparable(column, value)) =>
                {
                    Some((position, Pin::Many(values)))
                }
                _ => None,
            })
        })
    }

    /// The one value that `column` has in every row that matches, and which part says so.
    pub(super) fn fixed(&self, column: usize) -> Option<(usize, &'q Value)> {
        self.parts.iter().enumerate().find_map(|(position, part)| match part {
            Predicate::IsNull { column: of } if *of == column => Some((position, &NULL)),
            Predicate::Compare { column: of, op: CompareOp::Eq, value }
                if *of == column && self.is_comparable(column, value) =>
            {
                Some((position, value))
            }
            _ => None,
        })
    }

    /// Whether no row matches where `column` is null.
    pub(super) fn is_present(&self, column: usize) -> bool {
        let implied = |part: &&Predicate| match part {
            Predicate::Compare { column: of, op, .. } => *of == column && *op != CompareOp::Ne,
            Predicate::In { column: of, .. } | Predicate::Text { column: of, .. } => *of == column,
            Predicate::Not(inner) => matches!(**inner, Predicate::IsNull { column: of } if of == column),
            _ => false,
        };
        !self.schema.column(column).is_nullable() || self.parts.iter().any(implied)
    }

    /// Whether `column` is null in every row that matches.
    pub(super) fn is_null(&self, column: usize) -> bool {
        self.parts.iter().any(|part| matches!(part, Predicate::IsNull { column: of } if *of == column))
    }

    /// Whether every row that matches meets this part of an index's filter, as far as single columns tell.
    pub(super) fn implies(&self, part: &Predicate) -> bool {
        let follows = match part {
            Predicate::IsNull { column } => self.is_null(*column),
            Predicate::Not(inner) => {
                matches!(**inner, Predicate::IsNull { column } if self.is_present(column))
            }
            Predicate::Compare { column, op, value } => match self.pin(*column) {
                Some((_, Pin::One(Value::Null))) => *op == CompareOp::Ne,
                Some((_, Pin::One(known))) => is_met(known, *op, value),
                Some((_, Pin::Many(known))) => known.iter().all(|known| is_met(known, *op, value)),
                None => false,
            },
            _ => false,
        };
        follows || self.parts.contains(&part)
    }

    /// Whether any part narrows `column` down to a range.
    pub(super) fn is_bounded(&self, column: usize) -> bool {
        self.parts.iter().any(|part| match part {
            Predicate::Compare { column: of, op, value } => {
                *of == column && *op != CompareOp::Ne && self.is_comparable(column, value)
            }
            Predicate::Text { column: of, op: TextOp::StartsWith, ignore_case: false, text } => {
                *of == column && !text.is_empty()
            }
            _ => false,
        })
    }

    /// The range of `column`'s encoded values outside which no row matches.
    pub(super) fn span(&self, column: usize, descending: bool) -> Span {
        let mut span = Span::default();
        if self.schema.column(column).is_nullable() && self.is_present(column) {
            let mut null = Vec::new();
            key::push(&mut null, &NULL, descending);
            if descending {
                span.until(null)
            } else {
                successor(null).into_iter().for_each(|start| span.from(start))
            }
        }
        for part in &self.parts {
            match part {
                Predicate::Compare { column: of, op, value }
                    if *of == column && self.is_comparable(column, value) =>
                {
                    let mut bytes = Vec::new();
                    key::push(&mut bytes, value, descending);
                    let beyond = || successor(bytes.clone());
                    match (op, descending) {
                        (CompareOp::Ge, false) | (CompareOp::Le, true) => span.from(bytes),
                        (CompareOp::Lt, false) | (CompareOp::Gt, true) => span.until(bytes),
                        (CompareOp::Gt, false) | (CompareOp::Lt, true) => {
                            beyond().into_iter().for_each(|to| span.from(to))
                        }
                        (CompareOp::Le, false) | (CompareOp::Ge, true) => {
                            beyond().into_iter().for_each(|to| span.until(to))
                        }
                        (CompareOp::Eq | CompareOp::Ne, _) => {}
                    }
                }
                Predicate::Text { column: of, op: TextOp::StartsWith, ignore_case: false, text }
                    if *of == column =>
                {
                    let mut bytes = Vec::new();
                    key::push(&mut bytes, &Value::Text(text.clone()), descending);
                    // Without the two bytes that end a text, it is what all longer ones start with.
                    bytes.truncate(bytes.len().saturating_sub(2));
                    successor(bytes.clone()).into_iter().for_each(|to| span.until(to));
                    span.from(bytes);
                }
                _ => {}
            }
        }
        span
    }

    /// Whether bytes compare as the stored values do with `value`.
    fn is_comparable(&self, column: usize, value: &Value) -> bool {
        let ty = self.schema.column(column).ty();
        ty != ValueType::Json && value.ty() == Some(ty)
    }
}

fn is_met(known: &Value, op: CompareOp, value: &Value) -> bool {
    known.compare(value).is_some_and(|order| op.matches(order))
}
