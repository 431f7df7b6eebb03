use std::cmp::Ordering;

use crate::value::{Row, Value};

/// Which rows a call is about, on columns named by their position.
///
/// Its logic has two values, as Rust's has: a null column is not equal to any value, not less and not greater, so that `Not`
/// is the exact opposite of what it holds. A backend MUST give [`Predicate::matches`]'s answer for every row.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Predicate {
    /// The column compared with a value, which is never null.
    Compare {
        /// The column's position.
        column: usize,
        /// How it is compared.
        op: CompareOp,
        /// With what; of the column's type.
        value: Value,
    },
    /// The column is null.
    IsNull {
        /// The column's position.
        column: usize,
    },
    /// The column equals one of these values, none of which is null. Matches nothing when there are none.
    In {
        /// The column's position.
        column: usize,
        /// The values, of the column's type.
        values: Vec<Value>,
    },
    /// The column's text holds this text, taken literally (R8).
    Text {
        /// The column's position.
        column: usize,
        /// Where the text is searched.
        op: TextOp,
        /// Whether ASCII letters, and nothing else, are compared without their case.
        ignore_case: bool,
        /// What is searched. Every text holds the empty one.
        text: String,
    },
    /// Each of these matches. Matches everything when there are none.
    All(Vec<Predicate>),
    /// At least one of these matches. Matches nothing when there are none.
    Any(Vec<Predicate>),
    /// This does not match.
    Not(Box<Predicate>),
}

/// How a column is compared with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum CompareOp {
    /// Equal. A null column is not.
    Eq,
    /// Not equal. A null column is.
    Ne,
    /// Less. A null column is not.
    Lt,
    /// Less or equal. A null column is not.
    Le,
    /// Greater. A null column is not.
    Gt,
    /// Greater or equal. A null column is not.
    Ge,
}

/// Where a text is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TextOp {
    /// Anywhere.
    Contains,
    /// At the start.
    StartsWith,
    /// At the end.
    EndsWith,
}

impl CompareOp {
    /// Whether a value that compares like `order` with the operand matches.
    #[must_use]
    pub const fn matches(self, order: Ordering) -> bool {
        match self {
            Self::Eq => order.is_eq(),
            Self::Ne => order.is_ne(),
            Self::Lt => order.is_lt(),
            Self::Le => order.is_le(),
            Self::Gt => order.is_gt(),
            Self::Ge => order.is_ge(),
        }
    }
}

impl Predicate {
    /// Matches every row.
    pub const EVERYTHING: Self = Self::All(Vec::new());

    /// The column equals `value`, or is null when that is null.
    #[must_use]
    pub fn equals(column: usize, value: Value) -> Self {
        if value.is_null() {
            Self::IsNull { column }
        } else {
            Self::Compare { column, op: CompareOp::Eq, value }
        }
    }

    /// Both match.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::All(mut parts), Self::All(more)) => {
                parts.extend(more);
                Self::All(parts)
            }
            (Self::All(mut parts), one) | (one, Self::All(mut parts)) => {
                parts.push(one);
                Self::All(parts)
            }
            (one, other) => Self::All(vec![one, other]),
        }
    }

    /// At least one of them matches.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Any(mut parts), Self::Any(more)) => {
                parts.extend(more);
                Self::Any(parts)
            }
            (Self::Any(mut parts), one) | (one, Self::Any(mut parts)) => {
                parts.push(one);
                Self::Any(parts)
            }
            (one, other) => Self::Any(vec![one, other]),
        }
    }

    /// The predicates that must all match.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }

    /// Whether it asks for one of these columns.
    pub(crate) fn mentions(&self, is_one: &impl Fn(usize) -> bool) -> bool {
        match self {
            Self::Compare { column, .. }
            | Self::IsNull { column }
            | Self::In { column, .. }
            | Self::Text { column, .. } => is_one(*column),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.mentions(is_one)),
            Self::Not(inner) => inner.mentions(is_one),
        }
    }

    /// Whether it matches this row: the meaning that every backend MUST give it.
    #[must_use]
    pub fn matches(&self, row: &Row) -> bool {
        match self {
            Self::Compare { column, op, value } => match &row[*column] {
                Value::Null => *op == CompareOp::Ne,
                stored => stored.compare(value).is_some_and(|order| op.matches(order)),
            },
            Self::IsNull { column } => row[*column].is_null(),
            Self::In { column, values } => {
                let stored = &row[*column];
                !stored.is_null() && values.iter().any(|value| stored.compare(value) == Some(Ordering::Equal))
            }
            Self::Text { column, op, ignore_case, text } => match &row[*column] {
                Value::Text(stored) => op.finds(stored, text, *ignore_case),
                _ => false,
            },
            Self::All(parts) => parts.iter().all(|part| part.matches(row)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(row)),
            Self::Not(inner) => !inner.matches(row),
        }
    }
}

impl TextOp {
    fn finds(self, stored: &str, text: &str, ignore_case: bool) -> bool {
        if ignore_case {
            return self.finds(&stored.to_ascii_lowercase(), &text.to_ascii_lowercase(), false);
        }
        match self {
            Self::Contains => stored.contains(text),
            Self::StartsWith => stored.starts_with(text),
            Self::EndsWith => stored.ends_with(text),
        }
    }
}
