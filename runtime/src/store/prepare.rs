//! The boundary: every value on its way to a backend is normalised and checked here, once (R10, R11).

use std::borrow::Cow;

use crate::backend::Limits;
use crate::error::{Error, Result};
use crate::query::{CompareOp, Predicate};
use crate::schema::{ColumnSchema, EntitySchema};
use crate::value::{Row, Value};

/// Normalises and checks a row that is to be written.
pub(super) fn row(schema: &'static EntitySchema, limits: Limits, row: &mut Row) -> Result<()> {
    for (column, value) in row.iter_mut().enumerate() {
        self::value(schema, limits, column, value)?;
    }
    sizes(schema, limits, row)
}

/// Checks the sizes of a row and of each of its values.
pub(super) fn sizes(schema: &'static EntitySchema, limits: Limits, row: &Row) -> Result<()> {
    let mut bytes = 0_usize;
    for (column, value) in row.iter().enumerate() {
        check_size(schema, limits, column, value.size())?;
        bytes = bytes.saturating_add(value.size());
    }
    if bytes > limits.row_bytes {
        let largest = (0..row.len()).max_by_key(|&column| row[column].size()).unwrap_or_default();
        let reason = format!("the row has {bytes} bytes, this backend holds {} at most", limits.row_bytes);
        return Err(Error::invalid_value(schema, largest, reason));
    }
    Ok(())
}

/// Normalises and checks one value that is to be written or compared.
pub(super) fn value(
    schema: &'static EntitySchema,
    limits: Limits,
    column: usize,
    value: &mut Value,
) -> Result<()> {
    let invalid = |reason: Cow<'static, str>| Err(Error::invalid_value(schema, column, reason));
    match value {
        Value::Text(text) => {
            normalise(schema.column(column), text);
            if text.as_bytes().contains(&0) {
                return invalid("it holds a NUL character".into());
            }
        }
        Value::Float(number) if number.is_nan() => return invalid("it is not a number (NaN)".into()),
        Value::Float(number) if number.is_infinite() && !limits.infinities => {
            return invalid("it is infinite, and this backend holds finite numbers only".into());
        }
        // Negative zero is equal to zero and must be found as such.
        Value::Float(number) => *number += 0.0,
        _ => {}
    }
    check_size(schema, limits, column, value.size())
}

fn check_size(schema: &'static EntitySchema, limits: Limits, column: usize, bytes: usize) -> Result<()> {
    if bytes <= limits.value_bytes {
        return Ok(());
    }
    let reason = format!("it has {bytes} bytes, this backend holds {} at most", limits.value_bytes);
    Err(Error::invalid_value(schema, column, reason))
}

/// A comparison with null in the form that backends are promised: null equals null and is neither less nor greater.
fn compared_with_null(column: usize, op: CompareOp) -> Predicate {
    match op {
        CompareOp::Eq => Predicate::IsNull { column },
        CompareOp::Ne => Predicate::Not(Box::new(Predicate::IsNull { column })),
        _ => Predicate::Any(Vec::new()),
    }
}

/// Normalises and checks the operands of a predicate.
pub(crate) fn predicate(
    schema: &'static EntitySchema,
    limits: Limits,
    predicate: &mut Predicate,
) -> Result<()> {
    match predicate {
        Predicate::Compare { column, op, value } if value.is_null() => {
            *predicate = compared_with_null(*column, *op);
            Ok(())
        }
        Predicate::Compare { column, value, .. } => self::value(schema, limits, *column, value),
        Predicate::In { column, values } => {
            values.iter_mut().try_for_each(|value| self::value(schema, limits, *column, value))
        }
        Predicate::Text { column, text, .. } => {
            // Not trimmed: what is searched may stand in the middle of the stored text.
            if schema.column(*column).is_lowercase() {
                lowercase(text);
            }
            if text.as_bytes().contains(&0) {
                return Err(Error::invalid_value(schema, *column, "it holds a NUL character"));
            }
            check_size(schema, limits, *column, text.len())
        }
        Predicate::All(parts) | Predicate::Any(parts) => {
            parts.iter_mut().try_for_each(|part| self::predicate(schema, limits, part))
        }
        Predicate::Not(inner) => self::predicate(schema, limits, inner),
        Predicate::IsNull { .. } => Ok(()),
    }
}

fn normalise(column: &ColumnSchema, text: &mut String) {
    if column.is_trimmed() && text.trim().len() != text.len() {
        *text = text.trim().to_owned();
    }
    if column.is_lowercase() {
        lowercase(text);
    }
}

fn lowercase(text: &mut String) {
    if text.is_ascii() {
        text.make_ascii_lowercase();
    } else {
        *text = text.to_lowercase();
    }
}
