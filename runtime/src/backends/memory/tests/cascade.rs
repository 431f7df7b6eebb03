//! Deletions and what hangs on them.

use super::fixture::{
    CHILD, DELETED, GRANDCHILD, GUARD, NODE, NOTE, PARENT, ROOT, delete, id, ids, insert, is, moment, row,
    rows, store,
};
use crate::backend::DeleteMode::{Hard, Soft};
use crate::backends::memory::Memory;
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::value::Value;

/// Two roots with two children each, and so on: three levels, and a note on each child.
async fn family() -> Memory {
    let store = store().await;
    insert(&store, &ROOT, &[row(1, None, None, None), row(2, None, None, None)]).await.unwrap();
    let children: Vec<_> = (10..14).map(|n| row(n, Some(1 + n / 12), None, None)).collect();
    insert(&store, &CHILD, &children).await.unwrap();
    let grandchildren: Vec<_> = (100..108).map(|n| row(n, Some(10 + (n - 100) / 2), None, None)).collect();
    insert(&store, &GRANDCHILD, &grandchildren).await.unwrap();
    let notes: Vec<_> = (10..14).map(|n| row(n, Some(n), None, None)).collect();
    insert(&store, &NOTE, &notes).await.unwrap();
    store
}

#[tokio::test]
async fn a_deletion_goes_down_all_levels() {
    let store = family().await;
    // Children were spread by `n / 12`: 10 and 11 belong to 1, the others to 2.
    let before = rows(&store, &CHILD, is(PARENT, Value::Int(1))).await.len();
    assert_eq!(before, 2);
    assert_eq!(delete(&store, &ROOT, id(1), Hard).await.unwrap(), 1);
    assert_eq!(ids(&store, &ROOT).await, [2]);
    assert_eq!(ids(&store, &CHILD).await, [12, 13]);
    assert_eq!(ids(&store, &GRANDCHILD).await, [104, 105, 106, 107]);
    let orphans = rows(&store, &NOTE, Predicate::IsNull { column: PARENT }).await;
    assert_eq!(orphans, [row(10, None, None, None), row(11, None, None, None)]);
    assert_eq!(delete(&store, &ROOT, id(1), Hard).await.unwrap(), 0);
}

#[tokio::test]
async fn a_restriction_at_the_end_undoes_all() {
    let store = family().await;
    insert(&store, &GUARD, &[row(1, Some(100), None, None)]).await.unwrap();
    let error = delete(&store, &ROOT, id(1), Hard).await.unwrap_err();
    assert_eq!(error.kind(), &ErrorKind::Restricted { entity: "Grandchild", by: "Guard" });
    assert_eq!(ids(&store, &ROOT).await, [1, 2]);
    assert_eq!(ids(&store, &CHILD).await.len(), 4);
    assert_eq!(rows(&store, &NOTE, Predicate::IsNull { column: PARENT }).await.len(), 0);
    // Without the guard it goes.
    delete(&store, &GUARD, id(1), Hard).await.unwrap();
    assert_eq!(delete(&store, &ROOT, Predicate::EVERYTHING, Hard).await.unwrap(), 2);
    assert_eq!(ids(&store, &GRANDCHILD).await.len(), 0);
}

#[tokio::test]
async fn a_soft_deletion_marks_what_can_be_marked() {
    let store = family().await;
    assert_eq!(delete(&store, &ROOT, id(1), Soft).await.unwrap(), 1);
    assert_eq!(rows(&store, &ROOT, id(1)).await[0][DELETED], moment(99));
    // Children can't be marked, so they are removed, and with them everything that references them.
    assert_eq!(ids(&store, &CHILD).await, [12, 13]);
    assert_eq!(ids(&store, &GRANDCHILD).await, [104, 105, 106, 107]);
}

#[tokio::test]
async fn a_tree_goes_with_its_root() {
    let store = store().await;
    let tree: Vec<_> = (1..=2_000).map(|n| row(n, (n > 1).then_some(n / 2), None, None)).collect();
    insert(&store, &NODE, &tree).await.unwrap();
    assert_eq!(delete(&store, &NODE, id(2), Soft).await.unwrap(), 1);
    let live = rows(&store, &NODE, Predicate::IsNull { column: DELETED }).await;
    assert!(live.len() > 900 && live.len() < 1_100);
    assert_eq!(delete(&store, &NODE, id(1), Hard).await.unwrap(), 1);
    assert_eq!(ids(&store, &NODE).await.len(), 0);
}
