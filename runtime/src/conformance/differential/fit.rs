//! Random operations without what a backend says that it can't hold.

use super::operations::{Move, Operation};
use crate::backend::{Change, Limits};
use crate::query::Predicate;
use crate::value::Value;

/// At most so many columns of an index hold texts here, a text that has no more than this share of it always fits.
const COLUMNS: usize = 4;

/// Makes long texts shorter and infinite numbers finite, where the limits ask for it.
pub(super) fn next(next: &mut Move, limits: Limits) {
    if let Move::Do((_, operation)) = next {
        self::operation(operation, limits);
    }
}

pub(super) fn operation(operation: &mut Operation, limits: Limits) {
    match operation {
        Operation::Insert(rows) => rows.iter_mut().flatten().for_each(|each| value(each, limits)),
        Operation::Select { filter, after, through, .. } => {
            predicate(filter, limits);
            after.iter_mut().flatten().for_each(|each| value(each, limits));
            through.iter_mut().for_each(|through| predicate(&mut through.filter, limits));
        }
        Operation::CountBy { filter, .. } => predicate(filter, limits),
        Operation::Update { rows, set, .. } => {
            predicate(&mut rows.filter, limits);
            set.iter_mut().for_each(|assignment| change(&mut assignment.change, limits));
        }
        Operation::Upsert { row, set, only_if, .. } => {
            row.iter_mut().for_each(|each| value(each, limits));
            set.iter_mut().for_each(|assignment| change(&mut assignment.change, limits));
            predicate(only_if, limits);
        }
        Operation::Delete { rows, .. } => predicate(&mut rows.filter, limits),
        Operation::Batch(steps) => {
            steps.iter_mut().for_each(|((_, step), _)| self::operation(step, limits));
        }
    }
}

fn change(change: &mut Change, limits: Limits) {
    if let Change::Set(set) = change {
        value(set, limits);
    }
}

fn predicate(filter: &mut Predicate, limits: Limits) {
    match filter {
        Predicate::Compare { value: each, .. } => value(each, limits),
        Predicate::In { values, .. } => values.iter_mut().for_each(|each| value(each, limits)),
        Predicate::All(parts) | Predicate::Any(parts) => {
            parts.iter_mut().for_each(|part| predicate(part, limits));
        }
        Predicate::Not(inner) => predicate(inner, limits),
        Predicate::IsNull { .. } | Predicate::Text { .. } => {}
    }
}

fn value(value: &mut Value, limits: Limits) {
    match value {
        Value::Float(number) if number.is_infinite() && !limits.infinities => {
            *number = number.clamp(f64::MIN, f64::MAX);
        }
        // The long ones are of ASCII letters.
        Value::Text(text) if text.is_ascii() => text.truncate(limits.index_bytes / COLUMNS),
        _ => {}
    }
}
