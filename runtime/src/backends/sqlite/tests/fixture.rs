//! Declared by hand, since the derive stands above the backends.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use uuid::Uuid;

use crate::Timestamp;
use crate::backend::{Backend, Delete, DeleteMode, Executor, Insert, ReferenceGraph, Select, Selection};
use crate::backends::sqlite::{Sqlite, SqliteOptions};
use crate::error::{Error, ErrorKind};
use crate::query::{CompareOp, Order, Predicate};
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexSchema, OnDelete, ReferenceSchema};
use crate::value::{Row, Value, ValueType};

const fn required(name: &'static str, ty: ValueType) -> ColumnSchema {
    ColumnSchema::new(name, name, ty, false)
}

const fn optional(name: &'static str, ty: ValueType) -> ColumnSchema {
    ColumnSchema::new(name, name, ty, true)
}

/// Soft-deletable, and referenced.
pub(super) static APP: EntitySchema = EntitySchema::new(
    "App",
    "apps",
    &[
        required("id", ValueType::Uuid),
        required("name", ValueType::Text),
        optional("deleted_at", ValueType::Timestamp).soft_delete(),
    ],
    &[0],
);

fn app() -> &'static EntitySchema {
    &APP
}

/// Soft-deletable, with a version.
pub(super) static USER: EntitySchema = EntitySchema::new(
    "User",
    "users",
    &[
        required("id", ValueType::Uuid),
        required("app_id", ValueType::Uuid),
        required("email", ValueType::Text),
        optional("username", ValueType::Text),
        optional("age", ValueType::Int),
        required("created_at", ValueType::Timestamp).created(),
        required("version", ValueType::Int).version(),
        optional("deleted_at", ValueType::Timestamp).soft_delete(),
    ],
    &[0],
)
.with_indexes(&[
    IndexSchema::unique("users_app_id_email", &[IndexColumn::asc(1), IndexColumn::asc(2)]),
    IndexSchema::unique("users_username", &[IndexColumn::asc(3)]),
    IndexSchema::new("users_app_id_created_at", &[IndexColumn::asc(1), IndexColumn::desc(5)]),
])
.with_references(&[ReferenceSchema::new(&[1], app, OnDelete::Cascade)]);

fn user() -> &'static EntitySchema {
    &USER
}

/// References itself, and is removed for good.
pub(super) static NODE: EntitySchema = EntitySchema::new(
    "Node",
    "nodes",
    &[
        required("id", ValueType::Int),
        optional("parent_id", ValueType::Int),
        optional("label", ValueType::Text),
    ],
    &[0],
)
.with_references(&[ReferenceSchema::new(&[1], node, OnDelete::Cascade)]);

fn node() -> &'static EntitySchema {
    &NODE
}

/// Two columns for an id, and two ways of being in the way.
pub(super) static MEMBER: EntitySchema = EntitySchema::new(
    "Member",
    "members",
    &[
        required("node_id", ValueType::Int),
        required("user_id", ValueType::Uuid),
        optional("inviter_id", ValueType::Uuid),
        required("role", ValueType::Text),
    ],
    &[0, 1],
)
.with_references(&[
    ReferenceSchema::new(&[0], node, OnDelete::Restrict),
    ReferenceSchema::new(&[1], user, OnDelete::Cascade),
    ReferenceSchema::new(&[2], user, OnDelete::SetNull),
]);

/// One column of each type.
pub(super) static WIDE: EntitySchema = EntitySchema::new(
    "Wide",
    "wide rows",
    &[
        required("id", ValueType::Int),
        optional("bool", ValueType::Bool),
        optional("float", ValueType::Float),
        optional("text", ValueType::Text),
        optional("bytes", ValueType::Bytes),
        optional("timestamp", ValueType::Timestamp),
        optional("date", ValueType::Date),
        optional("time", ValueType::Time),
        optional("uuid", ValueType::Uuid),
        optional("decimal", ValueType::Decimal),
        optional("json", ValueType::Json),
        optional("order", ValueType::Int),
    ],
    &[0],
);

pub(super) static ALL: [&EntitySchema; 5] = [&MEMBER, &USER, &APP, &NODE, &WIDE];

pub(super) fn uuid(number: u128) -> Value {
    Value::Uuid(Uuid::from_u128(number))
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn at(micros: i64) -> Timestamp {
    Timestamp::from_unix_micros(micros).unwrap()
}

pub(super) fn app_row(id: u128) -> Row {
    vec![uuid(id), text("app"), Value::Null]
}

/// A user of app 1.
pub(super) fn user_row(id: u128, email: &str) -> Row {
    let created = Value::Timestamp(at(id as i64));
    vec![uuid(id), uuid(1), text(email), Value::Null, Value::Null, created, Value::Int(1), Value::Null]
}

pub(super) fn node_row(id: i64, parent: Option<i64>) -> Row {
    vec![Value::Int(id), parent.map_or(Value::Null, Value::Int), Value::Null]
}

pub(super) fn member_row(node: i64, user: u128, inviter: Option<u128>) -> Row {
    vec![Value::Int(node), uuid(user), inviter.map_or(Value::Null, uuid), text("member")]
}

pub(super) fn is(column: usize, value: Value) -> Predicate {
    Predicate::equals(column, value)
}

pub(super) fn compare(column: usize, op: CompareOp, value: Value) -> Predicate {
    Predicate::Compare { column, op, value }
}

pub(super) fn by(column: usize, descending: bool) -> Order {
    Order { column, descending }
}

/// A database in memory with all tables.
pub(super) async fn memory() -> Sqlite {
    prepared(SqliteOptions::memory().open().await.unwrap()).await
}

/// A database in a file with all tables.
pub(super) async fn in_file(file: &File) -> Sqlite {
    prepared(Sqlite::open(file.path()).await.unwrap()).await
}

async fn prepared(sqlite: Sqlite) -> Sqlite {
    sqlite.ensure(&ALL).await.unwrap();
    insert(&sqlite, &APP, [app_row(1)]).await.unwrap();
    sqlite
}

pub(super) async fn insert(
    sqlite: &Sqlite,
    schema: &'static EntitySchema,
    rows: impl IntoIterator<Item = Row>,
) -> Result<(), Error> {
    sqlite.insert(Insert { schema, rows: rows.into_iter().collect() }).await
}

pub(super) async fn find(sqlite: &Sqlite, schema: &'static EntitySchema, filter: Predicate) -> Vec<Row> {
    sqlite.select(Select::new(schema, filter)).await.unwrap().rows
}

pub(super) async fn all(sqlite: &Sqlite, schema: &'static EntitySchema) -> Vec<Row> {
    let order = schema.key().iter().map(|&column| by(column, false)).collect();
    let select = Select { order, ..Select::new(schema, Predicate::EVERYTHING) };
    sqlite.select(select).await.unwrap().rows
}

pub(super) async fn count(sqlite: &Sqlite, schema: &'static EntitySchema) -> u64 {
    let select = Select { limit: Some(0), total: true, ..Select::new(schema, Predicate::EVERYTHING) };
    let Selection { total, .. } = sqlite.select(select).await.unwrap();
    total.unwrap()
}

pub(super) fn deletion(schema: &'static EntitySchema, filter: Predicate, mode: DeleteMode) -> Delete {
    Delete::new(schema, filter, mode, at(1_000), Arc::new(ReferenceGraph::new(ALL)))
}

/// The name of the index that clashed, and the position of the row.
pub(super) fn clash(error: &Error) -> Option<(&'static str, Option<usize>)> {
    match error.kind() {
        ErrorKind::Conflict { index, position, .. } => Some((index, *position)),
        _ => None,
    }
}

pub(super) fn schema_error(error: &Error) -> &str {
    match error.kind() {
        ErrorKind::Schema { reason } => reason,
        _ => "another kind",
    }
}

/// A path for a database, removed with what SQLite puts beside it.
pub(super) struct File(PathBuf);

impl File {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("storewright-{}-{}.db", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }

    pub(super) fn path(&self) -> &PathBuf {
        &self.0
    }

    /// A connection of somebody else.
    pub(super) fn other(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(&self.0).unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}
