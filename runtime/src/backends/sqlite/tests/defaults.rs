//! Columns that are declared later than their table was made.

use super::fixture::*;
use crate::backend::{Backend, Executor, Select};
use crate::backends::sqlite::Sqlite;
use crate::backends::sqlite::dialect::SqliteDialect;
use crate::query::Predicate;
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexSchema, OnDelete, ReferenceSchema};
use crate::sql::create_table;
use crate::value::{Decimal, Row, Value, ValueError, ValueType};

const fn column(
    name: &'static str,
    ty: ValueType,
    default: fn() -> Result<Value, ValueError>,
) -> ColumnSchema {
    ColumnSchema::new(name, name, ty, false).with_default(default)
}

/// A default of each type, and texts that look like SQL.
static THING: EntitySchema = EntitySchema::new(
    "Thing",
    "things",
    &[
        ColumnSchema::new("id", "id", ValueType::Int, false),
        column("int", ValueType::Int, || Ok(Value::Int(i64::MIN))),
        column("bool", ValueType::Bool, || Ok(Value::Bool(true))),
        column("float", ValueType::Float, || Ok(Value::Float(-0.1))),
        column("huge", ValueType::Float, || Ok(Value::Float(f64::NEG_INFINITY))),
        column("text", ValueType::Text, || Ok(text("a ' \" ? $1 \\ -- é"))),
        column("bytes", ValueType::Bytes, || Ok(Value::Bytes(vec![0, 255]))),
        column("timestamp", ValueType::Timestamp, || Ok(Value::Timestamp(at(-5)))),
        column("date", ValueType::Date, || Ok(Value::Date(-1))),
        column("time", ValueType::Time, || Ok(Value::Time(7))),
        column("uuid", ValueType::Uuid, || Ok(uuid(9))),
        column("decimal", ValueType::Decimal, || Ok(Value::Decimal(Decimal::new(-125, 2).unwrap()))),
        column("json", ValueType::Json, || Ok(Value::Json("{}".to_owned()))),
        ColumnSchema::new("note", "note", ValueType::Text, true),
        ColumnSchema::new("kind", "kind", ValueType::Text, true).with_default(|| Ok(text("plain"))),
        ColumnSchema::new("none", "none", ValueType::Text, true).with_default(|| Ok(Value::Null)),
        ColumnSchema::new("sealed", "sealed", ValueType::Text, true)
            .with_default(|| Ok(text("s")))
            .encrypted(),
    ],
    &[0],
)
.with_indexes(&[IndexSchema::new("things_int", &[IndexColumn::asc(1)])]);

fn expected(id: i64) -> Row {
    let mut row: Row = vec![Value::Int(id)];
    let declared = THING.columns()[1..].iter().map(|column| match column.default_value() {
        Some(default) if !column.is_encrypted() => default.unwrap(),
        _ => Value::Null,
    });
    row.extend(declared);
    row
}

async fn things(made: &str) -> Sqlite {
    let sqlite = Sqlite::memory().await.unwrap();
    sqlite.readers.with_shared(|session| session.connection.execute_batch(made).unwrap());
    sqlite.ensure(&[&THING]).await.unwrap();
    sqlite
}

#[tokio::test]
async fn rows_that_were_there_hold_the_declared_defaults() {
    let made = "CREATE TABLE things (id INTEGER PRIMARY KEY) STRICT; INSERT INTO things VALUES (1), (2)";
    let sqlite = things(made).await;
    assert!(all(&sqlite, &THING).await == [expected(1), expected(2)]);
    sqlite.ensure(&[&THING]).await.unwrap();
    let mut row = expected(3);
    row[16] = Value::Bytes(vec![1]);
    insert(&sqlite, &THING, [row.clone()]).await.unwrap();
    assert!(find(&sqlite, &THING, is(0, Value::Int(3))).await == [row]);
}

#[tokio::test]
async fn rows_that_others_add_to_a_new_table_hold_them_too() {
    let sqlite = things("").await;
    let add = "INSERT INTO things (id) VALUES (1)";
    sqlite.readers.with_shared(|session| session.connection.execute_batch(add).unwrap());
    assert!(all(&sqlite, &THING).await == [expected(1)]);
    assert!(create_table::<SqliteDialect>(&THING).unwrap().contains(r#""sealed" BLOB, PRIMARY KEY"#));
}

static OWNER: EntitySchema =
    EntitySchema::new("Owner", "owners", &[ColumnSchema::new("id", "id", ValueType::Int, false)], &[0]);

static OWNED: EntitySchema = EntitySchema::new(
    "Owned",
    "owned",
    &[
        ColumnSchema::new("id", "id", ValueType::Int, false),
        ColumnSchema::new("owner", "owner", ValueType::Int, true),
    ],
    &[0],
)
.with_references(&[ReferenceSchema::new(&[1], || &OWNER, OnDelete::Cascade)]);

#[tokio::test]
async fn what_can_not_be_added_is_told_and_nothing_is() {
    let file = File::new();
    file.other()
        .execute_batch("CREATE TABLE owned (id INTEGER PRIMARY KEY) STRICT; CREATE TABLE things (id INTEGER PRIMARY KEY) STRICT")
        .unwrap();
    let sqlite = Sqlite::open(file.path()).await.unwrap();
    let error = sqlite.ensure(&[&THING, &OWNER, &OWNED]).await.unwrap_err();
    assert!(schema_error(&error).contains("has no column `owner`"), "{error}");
    let error = sqlite.select(Select::new(&THING, Predicate::EVERYTHING)).await.unwrap_err();
    assert!(schema_error(&error).contains("call `migrate` first"), "{error}");
}

#[tokio::test]
async fn a_default_that_can_not_be_held_is_told() {
    static WRONG: EntitySchema = EntitySchema::new(
        "Wrong",
        "wrongs",
        &[
            ColumnSchema::new("id", "id", ValueType::Int, false),
            column("text", ValueType::Text, || Err(ValueError::new("it holds NUL"))),
        ],
        &[0],
    );
    let error = Sqlite::memory().await.unwrap().ensure(&[&WRONG]).await.unwrap_err();
    assert!(matches!(error.kind(), crate::ErrorKind::InvalidValue { field: "text", .. }), "{error}");
}
