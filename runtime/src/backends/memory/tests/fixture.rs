//! Entities written out by hand, and short ways to call the backend.

use std::sync::Arc;

use crate::Timestamp;
use crate::backend::{
    Assignment, Backend, Change, Delete, DeleteMode, Executor, Insert, ReferenceGraph, Select, Update,
};
use crate::backends::memory::Memory;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{CompareOp, Order, Predicate};
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexSchema, OnDelete, ReferenceSchema};
use crate::value::{Row, Value, ValueType};

pub(super) const ID: usize = 0;
pub(super) const PARENT: usize = 1;
pub(super) const NAME: usize = 2;
pub(super) const RANK: usize = 3;
pub(super) const DELETED: usize = 4;

/// The columns that all entities of these tests have.
pub(super) static COLUMNS: [ColumnSchema; 5] = [
    ColumnSchema::new("id", "id", ValueType::Int, false),
    ColumnSchema::new("parent", "parent_id", ValueType::Int, true),
    ColumnSchema::new("name", "name", ValueType::Text, true),
    ColumnSchema::new("rank", "rank", ValueType::Int, true),
    ColumnSchema::new("deleted", "deleted_at", ValueType::Timestamp, true).soft_delete(),
];
/// The same without soft deletion.
pub(super) static HARD_COLUMNS: [ColumnSchema; 5] = [
    ColumnSchema::new("id", "id", ValueType::Int, false),
    ColumnSchema::new("parent", "parent_id", ValueType::Int, true),
    ColumnSchema::new("name", "name", ValueType::Text, true),
    ColumnSchema::new("rank", "rank", ValueType::Int, true),
    ColumnSchema::new("stamp", "stamp", ValueType::Timestamp, true),
];
static INDEXES: [IndexSchema; 2] = [
    IndexSchema::unique("nodes_name", &[IndexColumn::asc(PARENT), IndexColumn::asc(NAME)]),
    IndexSchema::new("nodes_rank", &[IndexColumn::asc(PARENT), IndexColumn::desc(RANK)]),
];

const fn reference(target: fn() -> &'static EntitySchema, on_delete: OnDelete) -> ReferenceSchema {
    ReferenceSchema::new(&[PARENT], target, on_delete)
}

/// References itself.
pub(super) static NODE: EntitySchema = EntitySchema::new("Node", "nodes", &COLUMNS, &[ID])
    .with_indexes(&INDEXES)
    .with_references(&[reference(|| &NODE, OnDelete::Cascade)]);
/// Nobody's child.
pub(super) static ROOT: EntitySchema = EntitySchema::new("Root", "roots", &COLUMNS, &[ID]);
pub(super) static CHILD: EntitySchema = EntitySchema::new("Child", "children", &HARD_COLUMNS, &[ID])
    .with_indexes(&[IndexSchema::new("children_parent", &[IndexColumn::asc(PARENT)])])
    .with_references(&[reference(|| &ROOT, OnDelete::Cascade)]);
pub(super) static GRANDCHILD: EntitySchema =
    EntitySchema::new("Grandchild", "grandchildren", &COLUMNS, &[ID])
        .with_references(&[reference(|| &CHILD, OnDelete::Cascade)]);
pub(super) static GUARD: EntitySchema = EntitySchema::new("Guard", "guards", &HARD_COLUMNS, &[ID])
    .with_references(&[reference(|| &GRANDCHILD, OnDelete::Restrict)]);
pub(super) static NOTE: EntitySchema = EntitySchema::new("Note", "notes", &HARD_COLUMNS, &[ID])
    .with_references(&[reference(|| &CHILD, OnDelete::SetNull)]);

pub(super) static EVERY: [&EntitySchema; 6] = [&GUARD, &NOTE, &GRANDCHILD, &CHILD, &ROOT, &NODE];

pub(super) async fn store() -> Memory {
    let store = Memory::new();
    store.ensure(&EVERY).await.unwrap();
    store
}

pub(super) fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub(super) fn moment(micros: i64) -> Value {
    Value::Timestamp(Timestamp::from_unix_micros(micros).unwrap())
}

/// A row; `parent`, `name` and `rank` are null when they are `None`.
pub(super) fn row(id: i64, parent: Option<i64>, name: Option<&str>, rank: Option<i64>) -> Row {
    let int = |value: Option<i64>| value.map_or(Value::Null, Value::Int);
    vec![Value::Int(id), int(parent), name.map_or(Value::Null, text), int(rank), Value::Null]
}

pub(super) fn deleted(mut row: Row) -> Row {
    row[DELETED] = moment(1);
    row
}

pub(super) fn is(column: usize, value: Value) -> Predicate {
    Predicate::equals(column, value)
}

pub(super) fn id(id: i64) -> Predicate {
    Predicate::Compare { column: ID, op: CompareOp::Eq, value: Value::Int(id) }
}

pub(super) async fn insert(
    store: &(impl Executor + ?Sized),
    schema: &'static EntitySchema,
    rows: &[Row],
) -> Result<()> {
    store.insert(Insert { schema, rows: rows.to_vec() }).await
}

/// The rows that match, by their ids.
pub(super) async fn rows(
    store: &(impl Executor + ?Sized),
    schema: &'static EntitySchema,
    filter: Predicate,
) -> Vec<Row> {
    let order = vec![Order { column: ID, descending: false }];
    store.select(Select { order, ..Select::new(schema, filter) }).await.unwrap().rows
}

/// The ids of all rows.
pub(super) async fn ids(store: &(impl Executor + ?Sized), schema: &'static EntitySchema) -> Vec<i64> {
    let rows = rows(store, schema, Predicate::EVERYTHING).await;
    rows.iter().map(|row| if let Value::Int(id) = row[ID] { id } else { panic!("no id") }).collect()
}

pub(super) async fn delete(
    store: &(impl Executor + ?Sized),
    schema: &'static EntitySchema,
    filter: Predicate,
    mode: DeleteMode,
) -> Result<u64> {
    let references = Arc::new(ReferenceGraph::new(EVERY));
    let now = Timestamp::from_unix_micros(99).unwrap();
    store.delete(Delete::new(schema, filter, mode, now, references)).await.map(|deleted| deleted.count)
}

/// The index of a conflict, and the position of the row.
pub(super) fn conflict(error: &Error) -> (&'static str, Option<usize>) {
    match error.kind() {
        ErrorKind::Conflict { index, position, .. } => (index, *position),
        other => panic!("{other:?}"),
    }
}

/// Sets one column.
pub(super) fn set(column: usize, value: Value) -> Assignment {
    Assignment { column, change: Change::Set(value) }
}

/// An update of nodes.
pub(super) fn update(filter: Predicate, set: Vec<Assignment>) -> Update {
    Update { returning: true, ..Update::new(&NODE, filter, set) }
}
