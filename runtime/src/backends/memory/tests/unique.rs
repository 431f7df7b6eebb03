//! Conflicts, and what a failed write leaves behind: nothing.

use super::fixture::{
    DELETED, HARD_COLUMNS, NAME, NODE, PARENT, RANK, conflict, deleted, id, ids, insert, is, moment, row,
    rows, set, store, text, update,
};
use crate::backend::{Assignment, Backend, Change, Executor, UniqueKey, Update, Upsert};
use crate::backends::memory::Memory;
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::schema::{EntitySchema, IndexColumn, IndexSchema};
use crate::value::Value;

#[tokio::test]
async fn an_insert_is_all_or_nothing_and_says_which_row_clashed() {
    let store = store().await;
    insert(&store, &NODE, &[row(1, None, Some("root"), None), row(2, Some(1), Some("a"), None)])
        .await
        .unwrap();
    let taken =
        insert(&store, &NODE, &[row(3, Some(1), Some("b"), None), row(4, Some(1), Some("a"), None)]).await;
    assert_eq!(conflict(&taken.unwrap_err()), ("nodes_name", Some(1)));
    let twice = insert(
        &store,
        &NODE,
        &[row(5, None, None, None), row(6, None, None, None), row(5, None, None, None)],
    )
    .await;
    assert_eq!(conflict(&twice.unwrap_err()), ("primary", Some(2)));
    assert_eq!(ids(&store, &NODE).await, [1, 2]);
}

#[tokio::test]
async fn nulls_and_deleted_rows_never_clash() {
    let store = store().await;
    let nulls = [
        row(1, None, Some("a"), None),
        row(2, None, Some("a"), None),
        row(3, Some(1), None, None),
        row(4, Some(1), None, None),
    ];
    insert(&store, &NODE, &nulls).await.unwrap();
    let gone = deleted(row(5, Some(1), Some("b"), None));
    insert(&store, &NODE, &[gone.clone(), row(6, Some(1), Some("b"), None)]).await.unwrap();
    // A restore meets the row that took the values meanwhile.
    let restore = update(id(5), vec![set(DELETED, Value::Null)]);
    assert_eq!(conflict(&store.update(restore).await.unwrap_err()), ("nodes_name", None));
    assert_eq!(rows(&store, &NODE, id(5)).await, [gone]);
    // An id is taken even by a deleted row.
    assert_eq!(
        conflict(&insert(&store, &NODE, &[row(5, None, None, None)]).await.unwrap_err()),
        ("primary", Some(0))
    );
}

#[tokio::test]
async fn uniqueness_holds_for_the_end_of_an_update() {
    let store = store().await;
    insert(
        &store,
        &NODE,
        &[row(1, None, None, None), row(2, Some(1), Some("a"), Some(1)), row(3, Some(2), Some("a"), Some(2))],
    )
    .await
    .unwrap();
    // Both would have the same name under the same parent.
    let clash = update(is(NAME, text("a")), vec![set(PARENT, Value::Int(1))]);
    assert_eq!(conflict(&store.update(clash).await.unwrap_err()), ("nodes_name", None));
    // One row takes the values that the other gives up in the same call.
    let moved = update(is(NAME, text("a")), vec![set(PARENT, Value::Int(1)), set(NAME, Value::Null)]);
    assert_eq!(store.update(moved).await.unwrap().count, 2);
    let back = update(id(2), vec![set(NAME, text("a"))]);
    assert_eq!(store.update(back).await.unwrap().rows, [row(2, Some(1), Some("a"), Some(1))]);
    assert_eq!(rows(&store, &NODE, is(PARENT, Value::Int(1)).and(is(NAME, text("a")))).await.len(), 1);
}

#[tokio::test]
async fn unique_integers_can_be_shifted_in_one_update() {
    static LINE: EntitySchema = EntitySchema::new("Line", "lines", &HARD_COLUMNS, &[0])
        .with_indexes(&[IndexSchema::unique("lines_rank", &[IndexColumn::desc(RANK)])]);
    let store = Memory::new();
    store.ensure(&[&LINE]).await.unwrap();
    let lines: Vec<_> = (0..10).map(|n| row(n, None, None, Some(n))).collect();
    insert(&store, &LINE, &lines).await.unwrap();
    for by in [1, -1] {
        let set = vec![Assignment { column: RANK, change: Change::Add(by) }];
        let update = Update::new(&LINE, Predicate::EVERYTHING, set);
        assert_eq!(store.update(update).await.unwrap().count, 10);
    }
    assert_eq!(rows(&store, &LINE, Predicate::EVERYTHING).await, lines);
}

#[tokio::test]
async fn an_overflow_changes_nothing() {
    let store = store().await;
    insert(&store, &NODE, &[row(1, None, None, Some(1)), row(2, None, None, Some(i64::MAX))]).await.unwrap();
    let raise = vec![Assignment { column: RANK, change: Change::Add(1) }];
    let error = store.update(update(Predicate::EVERYTHING, raise)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidValue { field: "rank", .. }), "{error}");
    assert_eq!(rows(&store, &NODE, id(1)).await, [row(1, None, None, Some(1))]);
}

#[tokio::test]
async fn an_upsert_decides_by_its_key() {
    let store = store().await;
    let upsert =
        |on, row, only_if| Upsert { schema: &NODE, on, row, set: vec![set(RANK, Value::Int(9))], only_if };
    let by_name = UniqueKey::Index(&NODE.indexes()[0]);
    let live = || Predicate::IsNull { column: DELETED };
    insert(&store, &NODE, &[row(1, None, None, None), row(2, Some(1), Some("a"), Some(1))]).await.unwrap();

    let replaced = store.upsert(upsert(by_name, row(3, Some(1), Some("a"), None), live())).await.unwrap();
    assert!(!replaced.inserted && replaced.row == row(2, Some(1), Some("a"), Some(9)));
    let inserted = store.upsert(upsert(by_name, row(3, Some(1), Some("b"), None), live())).await.unwrap();
    assert!(inserted.inserted && inserted.row == row(3, Some(1), Some("b"), None));
    // Another key is taken; the row doesn't match.
    let error = store.upsert(upsert(by_name, row(3, Some(1), Some("c"), None), live())).await.unwrap_err();
    assert_eq!(conflict(&error), ("primary", None));
    store.update(update(id(3), vec![set(DELETED, moment(1))])).await.unwrap();
    let error = store.upsert(upsert(UniqueKey::Primary, row(3, None, None, None), live())).await.unwrap_err();
    assert_eq!(conflict(&error), ("primary", None));
    // Nulls are nobody's key.
    assert!(store.upsert(upsert(by_name, row(4, None, Some("a"), None), live())).await.unwrap().inserted);
    let error =
        store.upsert(upsert(UniqueKey::Index(&NODE.indexes()[1]), row(5, None, None, None), live())).await;
    assert!(matches!(error.unwrap_err().kind(), ErrorKind::Unsupported { .. }));
}
