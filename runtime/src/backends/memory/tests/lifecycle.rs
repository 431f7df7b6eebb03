//! Making tables, references between rows, and the end of a store.

use super::fixture::{
    COLUMNS, DELETED, HARD_COLUMNS, NODE, PARENT, RANK, conflict, deleted, id, insert, is, row, rows, set,
    store, update,
};
use crate::backend::{Backend, Executor, Insert, Limits, Select};
use crate::backends::memory::Memory;
use crate::error::{Error, ErrorKind};
use crate::schema::{EntitySchema, IndexColumn, IndexSchema};
use crate::value::Value;

#[tokio::test]
async fn references_name_live_rows() {
    let store = store().await;
    let missing =
        |result: Result<(), Error>| matches!(result.unwrap_err().kind(), ErrorKind::MissingReference { .. });
    assert!(missing(insert(&store, &NODE, &[row(1, Some(2), None, None)]).await));
    // Itself, one that came before in the same call, and none at all for a deleted row.
    let rows_in_one =
        [row(1, Some(1), None, None), row(2, Some(1), None, None), deleted(row(3, Some(77), None, None))];
    insert(&store, &NODE, &rows_in_one).await.unwrap();
    assert!(missing(insert(&store, &NODE, &[row(4, Some(3), None, None)]).await));
    // A restore checks, and so does a change of the reference; other changes don't.
    assert!(missing(store.update(update(id(3), vec![set(DELETED, Value::Null)])).await.map(drop)));
    assert!(missing(store.update(update(id(2), vec![set(PARENT, Value::Int(3))])).await.map(drop)));
    assert_eq!(store.update(update(id(3), vec![set(RANK, Value::Int(1))])).await.unwrap().count, 1);
}

#[tokio::test]
async fn a_schema_is_made_once_and_must_fit() {
    static OTHER: EntitySchema = EntitySchema::new("Node", "nodes", &HARD_COLUMNS, &[0]);
    static MORE: EntitySchema = EntitySchema::new("Node", "nodes", &COLUMNS, &[0])
        .with_indexes(&[IndexSchema::unique("nodes_unique_rank", &[IndexColumn::asc(RANK)])]);
    let is_schema = |error: Error| assert!(matches!(error.kind(), ErrorKind::Schema { .. }), "{error}");

    let store = Memory::new();
    is_schema(store.select(Select::new(&NODE, id(1))).await.unwrap_err());
    is_schema(insert(&store, &NODE, &[row(1, None, None, None)]).await.unwrap_err());
    for _ in 0..2 {
        store.ensure(&[&NODE]).await.unwrap();
    }
    insert(&store, &NODE, &[row(1, None, None, Some(1)), row(2, None, None, Some(1))]).await.unwrap();
    is_schema(store.ensure(&[&OTHER]).await.unwrap_err());
    // An index that the rows don't allow, then one that they do.
    is_schema(store.ensure(&[&MORE]).await.unwrap_err());
    store.update(update(id(2), vec![set(RANK, Value::Int(2))])).await.unwrap();
    store.ensure(&[&MORE]).await.unwrap();
    assert_eq!(rows(&store, &MORE, is(RANK, Value::Int(2))).await.len(), 1);
    assert_eq!(
        conflict(&insert(&store, &NODE, &[row(3, None, None, Some(2))]).await.unwrap_err()).0,
        "nodes_unique_rank"
    );
}

#[tokio::test]
async fn urls_and_the_end() {
    let is_config = |url| matches!(Memory::from_url(url).unwrap_err().kind(), ErrorKind::Config { .. });
    assert!(is_config("name") && is_config("?max_value_bytes=lots") && is_config("?colour=red"));
    let store = Memory::from_url("?max_value_bytes=10&max_row_bytes=20").unwrap();
    assert_eq!(store.capabilities().limits, Limits { value_bytes: 10, row_bytes: 20, ..Limits::NONE });
    assert!(!store.capabilities().durable);

    store.ensure(&[&NODE]).await.unwrap();
    store.ping().await.unwrap();
    for _ in 0..2 {
        store.close().await.unwrap();
    }
    let closed = |error: Error| assert_eq!(error.kind(), &ErrorKind::Closed);
    closed(store.ping().await.unwrap_err());
    closed(store.select(Select::new(&NODE, id(1))).await.unwrap_err());
    closed(store.insert(Insert { schema: &NODE, rows: vec![row(1, None, None, None)] }).await.unwrap_err());
    closed(store.ensure(&[&NODE]).await.unwrap_err());
}
