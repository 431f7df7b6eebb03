//! How many rows there are for each value.

use super::fixture::*;
use crate::backend::{Backend, CountBy, Executor, Group};
use crate::backends::sqlite::Sqlite;
use crate::error::ErrorKind;
use crate::query::{Predicate, key};
use crate::value::{Row, Value};

async fn groups(sqlite: &Sqlite, filter: Predicate, columns: &[usize]) -> Vec<(Row, u64)> {
    let count = CountBy { schema: &WIDE, filter, columns: columns.to_vec() };
    let groups = sqlite.count_by(count).await.unwrap();
    let mut groups: Vec<_> = groups.into_iter().map(|Group { values, count }| (values, count)).collect();
    groups.sort_by_key(|(values, _)| key::of(values));
    groups
}

fn wide(id: i64, value: Value, other: Value) -> Row {
    let mut row = vec![Value::Null; 12];
    row[0] = Value::Int(id);
    row[3] = value;
    row[8] = other;
    row
}

#[tokio::test]
async fn rows_are_counted_by_their_values() {
    let sqlite = memory().await;
    let rows = [
        wide(1, text("a"), uuid(1)),
        wide(2, text("A"), Value::Null),
        wide(3, text("a"), uuid(2)),
        wide(4, Value::Null, uuid(1)),
        wide(5, Value::Null, uuid(1)),
        wide(6, text("a "), uuid(2)),
    ];
    insert(&sqlite, &WIDE, rows).await.unwrap();
    let one = |value: Value, count| (vec![value], count);
    let by_text = groups(&sqlite, Predicate::EVERYTHING, &[3]).await;
    assert!(
        by_text == [one(Value::Null, 2), one(text("A"), 1), one(text("a"), 2), one(text("a "), 1)],
        "null is a value of its own, and text counts by its bytes"
    );
    let some = crate::query::Predicate::Not(Box::new(is(0, Value::Int(3))));
    assert!(groups(&sqlite, some, &[8]).await == [one(Value::Null, 1), one(uuid(1), 3), one(uuid(2), 1)]);
    let both = groups(&sqlite, Predicate::EVERYTHING, &[8, 3]).await;
    assert!(both.len() == 5 && both.contains(&(vec![uuid(1), Value::Null], 2)));
    assert!(groups(&sqlite, is(0, Value::Int(9)), &[3]).await.is_empty());
}

#[tokio::test]
async fn a_closed_database_counts_nothing() {
    let sqlite = memory().await;
    sqlite.close().await.unwrap();
    let count = CountBy { schema: &NODE, filter: Predicate::EVERYTHING, columns: vec![1] };
    assert_eq!(sqlite.count_by(count).await.unwrap_err().kind(), &ErrorKind::Closed);
}
