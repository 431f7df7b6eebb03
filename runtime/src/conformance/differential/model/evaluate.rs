//! What predicates and orders mean, from their documentation.

use std::cmp::Ordering;

use crate::query::{CompareOp, Predicate, TextOp};
use crate::value::{Decimal, Row, Value};

pub(super) fn holds(predicate: &Predicate, row: &Row) -> bool {
    match predicate {
        Predicate::IsNull { column } => row[*column].is_null(),
        Predicate::Compare { column, op, value } => {
            let stored = &row[*column];
            if stored.is_null() {
                return matches!(op, CompareOp::Ne);
            }
            let way = compare(stored, value);
            match op {
                CompareOp::Eq => way == Ordering::Equal,
                CompareOp::Ne => way != Ordering::Equal,
                CompareOp::Lt => way == Ordering::Less,
                CompareOp::Le => way != Ordering::Greater,
                CompareOp::Gt => way == Ordering::Greater,
                CompareOp::Ge => way != Ordering::Less,
            }
        }
        Predicate::In { column, values } => {
            let stored = &row[*column];
            !stored.is_null() && values.iter().any(|value| compare(stored, value) == Ordering::Equal)
        }
        Predicate::Text { column, op, ignore_case, text } => match &row[*column] {
            Value::Text(stored) => finds(*op, *ignore_case, stored.as_bytes(), text.as_bytes()),
            _ => false,
        },
        Predicate::All(parts) => !parts.iter().any(|part| !holds(part, row)),
        Predicate::Any(parts) => parts.iter().any(|part| holds(part, row)),
        Predicate::Not(inner) => !holds(inner, row),
    }
}

fn finds(op: TextOp, ignore_case: bool, stored: &[u8], text: &[u8]) -> bool {
    let same = |part: &[u8]| {
        if ignore_case { part.eq_ignore_ascii_case(text) } else { part == text }
    };
    let Some(room) = stored.len().checked_sub(text.len()) else {
        return false;
    };
    match op {
        TextOp::StartsWith => same(&stored[..text.len()]),
        TextOp::EndsWith => same(&stored[room..]),
        TextOp::Contains => (0..=room).any(|start| same(&stored[start..start + text.len()])),
    }
}

/// Null first, text and bytes by their bytes, numbers and moments by their size.
pub(super) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Less,
        (_, Value::Null) => Ordering::Greater,
        (Value::Text(a), Value::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Bytes(a), Value::Bytes(b)) => a.cmp(b),
        (Value::Uuid(a), Value::Uuid(b)) => a.as_bytes().cmp(b.as_bytes()),
        (Value::Float(a), Value::Float(b)) => a.total_cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => decimals(a, b),
        _ => whole(a).cmp(&whole(b)),
    }
}

fn whole(value: &Value) -> Option<i64> {
    Some(match value {
        Value::Bool(value) => i64::from(*value),
        Value::Int(value) | Value::Time(value) => *value,
        Value::Date(days) => i64::from(*days),
        Value::Timestamp(at) => at.unix_micros(),
        _ => return None,
    })
}

/// By the digits of both with 28 after the point.
fn decimals(a: &Decimal, b: &Decimal) -> Ordering {
    let digits = |number: &Decimal| {
        let zeros = "0".repeat(28_usize.saturating_sub(number.scale() as usize));
        format!("{:0>60}", format!("{}{zeros}", number.coefficient().unsigned_abs()))
    };
    match (a.coefficient() < 0, b.coefficient() < 0) {
        (false, false) => digits(a).cmp(&digits(b)),
        (true, true) => digits(b).cmp(&digits(a)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

/// Whether two rows hold the same values; JSON may be written in another way.
pub(in super::super) fn same_row(a: &Row, b: &Row) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
}

fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Json(a), Value::Json(b)) => {
            let parse = |text| serde_json::from_str::<serde_json::Value>(text).ok();
            parse(a).is_some() && parse(a) == parse(b)
        }
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        _ => a == b,
    }
}
