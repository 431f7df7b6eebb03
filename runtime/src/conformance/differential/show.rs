//! Operations and rows as a failure shows them: `Value`'s own `Debug` hides its content.

use super::operations::{Move, Operation, Reach, Step};
use crate::backend::{Assignment, Change, Through, UniqueKey};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// Texts longer than this are cut.
const SHOWN: usize = 24;

pub(super) fn next(next: &Move) -> String {
    match next {
        Move::Do(step) => self::step(step),
        Move::Begin => "begin".to_owned(),
        Move::Savepoint => "savepoint".to_owned(),
        Move::Release(which) => format!("release mark {which}, by the number of marks and one"),
        Move::Abandon(which) => format!("abandon mark {which}, by the number of marks and one"),
        Move::Commit => "commit".to_owned(),
        Move::RollBack => "roll back".to_owned(),
        Move::Drop => "drop the transaction".to_owned(),
    }
}

fn step((schema, operation): &Step) -> String {
    match operation {
        Operation::Batch(_) => self::operation(operation),
        _ => format!("{}: {}", schema.entity(), self::operation(operation)),
    }
}

pub(super) fn operation(operation: &Operation) -> String {
    match operation {
        Operation::Insert(rows) => format!("insert {}", self::rows(rows)),
        Operation::Select { filter, order, after, limit, total, through } => {
            let after = after.as_deref().map(values);
            let through = through.as_ref().map_or_else(String::new, self::through);
            let (filter, order) = (predicate(filter), self::order(order));
            format!(
                "select where {filter}{through} order {order} after {after:?} limit {limit:?} total {total}"
            )
        }
        Operation::CountBy { filter, columns } => {
            format!("count by {columns:?} where {}", predicate(filter))
        }
        Operation::Update { rows, set, returning } => {
            format!("update {} set {} returning {returning}", reach(rows), assignments(set))
        }
        Operation::Upsert { on, row, set, only_if } => {
            let (on, row, set) = (key(*on), values(row), assignments(set));
            format!("upsert on {on} row {row} else set {set} only if {}", predicate(only_if))
        }
        Operation::Delete { rows, mode, returning } => {
            format!("delete {mode:?} {} returning {returning}", reach(rows))
        }
        Operation::Batch(steps) => {
            let shown = steps.iter().map(|(step, required)| {
                format!("\n        {}{}", self::step(step), if *required { " (required)" } else { "" })
            });
            format!("batch{}", shown.collect::<String>())
        }
    }
}

fn reach(Reach { filter, order, limit }: &Reach) -> String {
    let first = limit.map_or_else(String::new, |limit| format!(" first {limit} by {}", self::order(order)));
    format!("where {}{first}", predicate(filter))
}

fn through(Through { schema, filter, columns }: &Through) -> String {
    format!(" through {} by {columns:?} where {}", schema.entity(), predicate(filter))
}

pub(super) fn rows(rows: &[Row]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| values(row)).collect();
    format!("[{}]", rows.join(", "))
}

pub(super) fn values(values: &[Value]) -> String {
    let values: Vec<_> = values.iter().map(value).collect();
    format!("({})", values.join(", "))
}

fn key(key: UniqueKey) -> String {
    match key {
        UniqueKey::Primary => "primary".to_owned(),
        UniqueKey::Index(index) => index.name().to_owned(),
    }
}

fn order(order: &[Order]) -> String {
    let parts = order.iter().map(|by| format!("{}{}", by.column, if by.descending { " desc" } else { "" }));
    format!("[{}]", parts.collect::<Vec<_>>().join(", "))
}

fn assignments(set: &[Assignment]) -> String {
    let parts = set.iter().map(|assignment| match &assignment.change {
        Change::Set(to) => format!("{} = {}", assignment.column, value(to)),
        Change::Add(by) => format!("{} += {by}", assignment.column),
    });
    format!("[{}]", parts.collect::<Vec<_>>().join(", "))
}

fn predicate(shown: &Predicate) -> String {
    let all = |parts: &[Predicate]| parts.iter().map(predicate).collect::<Vec<_>>().join(", ");
    match shown {
        Predicate::Compare { column, op, value } => format!("{column} {op:?} {}", self::value(value)),
        Predicate::IsNull { column } => format!("{column} is null"),
        Predicate::In { column, values } => format!("{column} in {}", self::values(values)),
        Predicate::Text { column, op, ignore_case, text } => {
            format!("{column} {op:?}{} {text:?}", if *ignore_case { " ignoring case" } else { "" })
        }
        Predicate::All(parts) => format!("all({})", all(parts)),
        Predicate::Any(parts) => format!("any({})", all(parts)),
        Predicate::Not(inner) => format!("not({})", predicate(inner)),
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Text(text) if text.len() > SHOWN => format!("text of {} bytes", text.len()),
        Value::Text(text) => format!("{text:?}"),
        Value::Bytes(bytes) => format!("bytes {bytes:?}"),
        Value::Timestamp(at) => format!("{at}"),
        Value::Date(days) => format!("day {days}"),
        Value::Time(micros) => format!("time {micros}"),
        Value::Uuid(uuid) => uuid.to_string(),
        Value::Decimal(number) => format!("{}e-{}", number.coefficient(), number.scale()),
        Value::Json(text) => format!("json {text}"),
    }
}

/// The name of a table's column, for a reader who has only its number.
pub(super) fn legend(schema: &'static EntitySchema) -> String {
    let columns: Vec<_> =
        schema.columns().iter().enumerate().map(|(at, column)| format!("{at} {}", column.name())).collect();
    format!("{}({})", schema.entity(), columns.join(", "))
}
