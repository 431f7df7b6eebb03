//! A predicate as SQL can say it: what the shape and the text are both made from, so that they never differ.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use super::shape::Shape;
use crate::query::{CompareOp, Predicate, TextOp};
use crate::schema::EntitySchema;
use crate::value::{Value, ValueType};

/// One level of a predicate.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Never,
    IsNull {
        column: usize,
    },
    IsNotNull {
        column: usize,
    },
    Compare {
        column: usize,
        op: CompareOp,
        value: &'a Value,
    },
    /// A comparison that stands in the filter of a partial index, as its `part`. A database uses the index only where it
    /// finds the same value in the text: it doesn't look at bound ones.
    Declared {
        index: usize,
        part: usize,
        column: usize,
        op: CompareOp,
        value: &'static Value,
    },
    In {
        column: usize,
        values: Cow<'a, [Value]>,
    },
    /// At least `from` and, if there is such a text, less than `before`: what a text starts with, as an index can find it.
    Range {
        column: usize,
        from: &'a str,
        before: Option<String>,
    },
    Finds {
        column: usize,
        op: TextOp,
        ignore_case: bool,
        text: Cow<'a, str>,
    },
    All(&'a [Predicate]),
    Any(&'a [Predicate]),
    Not(&'a Predicate),
}

/// Lists of alternatives that look alike are filled up to the next power of two at these lengths. Longer ones are rare,
/// and would come sooner to the end of the values that a database binds.
const PADDED: RangeInclusive<usize> = 4..=2_048;

impl<'a> Node<'a> {
    pub(super) fn new(schema: &EntitySchema, predicate: &'a Predicate) -> Self {
        let (predicate, negated) = peeled(predicate);
        let node = Self::positive(schema, predicate);
        match node {
            node if !negated => node,
            Self::IsNull { column } => Self::IsNotNull { column },
            Self::IsNotNull { column } => Self::IsNull { column },
            _ => Self::Not(predicate),
        }
    }

    /// The node of a predicate that is neither a negation nor a list of one.
    fn positive(schema: &EntitySchema, predicate: &'a Predicate) -> Self {
        match predicate {
            Predicate::IsNull { column } => Self::IsNull { column: *column },
            Predicate::Compare { column, op, value } => Self::compare(schema, *column, *op, value),
            Predicate::In { column, values } => Self::is_in(schema, *column, values),
            Predicate::Text { column, op, ignore_case, text } => {
                Self::text(schema, *column, *op, *ignore_case, text)
            }
            Predicate::All(parts) => Self::All(parts),
            Predicate::Any(parts) if parts.is_empty() => Self::Never,
            Predicate::Any(parts) => Self::Any(parts),
            Predicate::Not(inner) => Self::Not(inner),
        }
    }

    fn compare(schema: &EntitySchema, column: usize, op: CompareOp, value: &'a Value) -> Self {
        match (comparable(schema, column, value), op) {
            (true, _) => declared(schema, column, op, value).unwrap_or(Self::Compare { column, op, value }),
            // What can't be compared matches nothing, but a null column differs from every value.
            (false, CompareOp::Ne) => Self::IsNull { column },
            (false, _) => Self::Never,
        }
    }

    fn is_in(schema: &EntitySchema, column: usize, values: &'a [Value]) -> Self {
        let values = if values.iter().all(|value| comparable(schema, column, value)) {
            Cow::Borrowed(values)
        } else {
            values.iter().filter(|value| comparable(schema, column, value)).cloned().collect()
        };
        match values {
            Cow::Borrowed([value]) => Self::compare(schema, column, CompareOp::Eq, value),
            values if values.is_empty() => Self::Never,
            values => Self::In { column, values },
        }
    }

    fn text(schema: &EntitySchema, column: usize, op: TextOp, ignore_case: bool, text: &'a str) -> Self {
        if schema.column(column).ty() != ValueType::Text {
            Self::Never
        } else if text.is_empty() {
            Self::IsNotNull { column }
        } else if op == TextOp::StartsWith && !ignore_case {
            Self::Range { column, from: text, before: successor(text) }
        } else {
            let text = if ignore_case { text.to_ascii_lowercase().into() } else { text.into() };
            Self::Finds { column, op, ignore_case, text }
        }
    }
}

/// The first part of a partial index's filter that says the same.
fn declared<'a>(schema: &EntitySchema, column: usize, op: CompareOp, value: &Value) -> Option<Node<'a>> {
    schema.indexes().iter().enumerate().find_map(|(index, declared)| {
        declared.filter()?.parts().iter().enumerate().find_map(|(part, condition)| match condition {
            Predicate::Compare { column: of, op: by, value: constant }
                if *of == column && *by == op && constant == value =>
            {
                Some(Node::Declared { index, part, column, op, value: constant })
            }
            _ => None,
        })
    })
}

/// What stands inside negations and lists of one, and whether it is negated. However deep it stands, each level is seen once.
fn peeled(mut predicate: &Predicate) -> (&Predicate, bool) {
    let mut negated = false;
    loop {
        predicate = match predicate {
            Predicate::Not(inner) => {
                negated = !negated;
                inner
            }
            Predicate::All(parts) | Predicate::Any(parts) => match parts.as_slice() {
                [part] => part,
                _ => return (predicate, negated),
            },
            _ => return (predicate, negated),
        };
    }
}

/// How many alternatives are written for `parts`: more than there are when they look alike, the last one repeated, so
/// that lists of any length have few shapes.
pub(super) fn padded(schema: &EntitySchema, parts: &[Predicate]) -> Option<usize> {
    if !PADDED.contains(&parts.len()) {
        return None;
    }
    let shape = |part| {
        let mut shape = Shape::empty();
        shape.predicate(schema, part);
        shape.key
    };
    let mut shapes = parts.iter().map(shape);
    let first = shapes.next()?;
    shapes.all(|other| other == first).then(|| parts.len().next_power_of_two())
}

fn comparable(schema: &EntitySchema, column: usize, value: &Value) -> bool {
    let ty = schema.column(column).ty();
    ty != ValueType::Json && value.ty() == Some(ty)
}

/// The first text, by its bytes, after all those that start with `text`.
fn successor(text: &str) -> Option<String> {
    let mut kept = text.chars();
    while let Some(last) = kept.next_back() {
        // The surrogates between U+D7FF and U+E000 are no characters.
        let next = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(last) + 1) };
        if let Some(next) = next {
            return Some(kept.chain([next]).collect());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::successor;

    #[test]
    fn successor_is_the_first_text_after_the_prefix() {
        assert_eq!(successor("ab").as_deref(), Some("ac"));
        assert_eq!(successor("a\u{d7ff}").as_deref(), Some("a\u{e000}"));
        assert_eq!(successor("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(successor("\u{10ffff}\u{10ffff}"), None);
        assert!("é" < successor("é").unwrap().as_str());
        assert!("é\u{10ffff}z" < successor("é").unwrap().as_str());
    }
}
