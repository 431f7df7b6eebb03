use super::fixture::*;
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::value::{Decimal, Value};

#[tokio::test]
async fn what_is_accepted_comes_back_equal() {
    let sqlite = memory().await;
    let largest = [
        Value::Int(i64::MAX),
        Value::Bool(true),
        Value::Float(f64::INFINITY),
        text("ünïcödé \u{10ffff}"),
        Value::Bytes((0..=255).collect()),
        Value::Timestamp(crate::Timestamp::MAX),
        Value::Date(i32::MAX),
        Value::Time(86_399_999_999),
        uuid(u128::MAX),
        Value::Decimal(Decimal::new((1 << 96) - 1, 28).unwrap()),
        Value::Json("{\"a\": [1, null]}".to_owned()),
        Value::Int(i64::MAX),
    ];
    let smallest = [
        Value::Int(i64::MIN),
        Value::Bool(false),
        Value::Float(f64::MIN_POSITIVE),
        text(""),
        Value::Bytes(Vec::new()),
        Value::Timestamp(crate::Timestamp::MIN),
        Value::Date(i32::MIN),
        Value::Time(0),
        uuid(0),
        Value::Decimal(Decimal::new(1 - (1 << 96), 0).unwrap()),
        Value::Json("0".to_owned()),
        Value::Int(i64::MIN),
    ];
    let mut nothing = vec![Value::Null; 12];
    nothing[0] = Value::Int(0);
    let rows = [smallest.to_vec(), nothing, largest.to_vec()];
    insert(&sqlite, &WIDE, rows.clone()).await.unwrap();
    assert!(all(&sqlite, &WIDE).await == rows);
    for row in &rows {
        for (column, value) in row.iter().enumerate().filter(|(column, _)| *column != 10) {
            let found = find(&sqlite, &WIDE, is(column, value.clone())).await;
            assert!(found.iter().any(|found| found == row), "column {column}");
        }
    }
}

#[tokio::test]
async fn a_stored_value_that_its_type_does_not_know_is_told() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    let other = file.other();
    let set = |column: &str, value: &str| {
        other.execute("DELETE FROM \"wide rows\"", []).unwrap();
        other
            .execute(&format!("INSERT INTO \"wide rows\" (id, \"{column}\") VALUES (1, {value})"), [])
            .unwrap();
    };
    let wrong = [
        ("bool", "2"),
        ("timestamp", "9223372036854775807"),
        ("date", "3000000000"),
        ("uuid", "x'00'"),
        ("decimal", "'12.5'"),
        ("text", "CAST(x'ff' AS TEXT)"),
    ];
    for (column, value) in wrong {
        set(column, value);
        let select = crate::backend::Select::new(&WIDE, Predicate::EVERYTHING);
        let error = crate::backend::Executor::select(&sqlite, select).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::Corrupt { entity: "Wide", field, .. } if *field == column),
            "{error}"
        );
    }
}
