//! Tables that are added while transactions are open.

use std::sync::Arc;

use super::fixture::{CHILD, ROOT, id, ids, insert, row};
use super::transactions::is_refused;
use crate::Timestamp;
use crate::backend::{Backend, Delete, DeleteMode, ReferenceGraph, Step, Write};
use crate::backends::memory::Memory;
use crate::schema::EntitySchema;

/// Roots 1 and 2, without the table of their children.
async fn roots() -> Memory {
    let store = Memory::new();
    store.ensure(&[&ROOT]).await.unwrap();
    insert(&store, &ROOT, &[row(1, None, None, None), row(2, None, None, None)]).await.unwrap();
    store
}

/// A deletion by a store that knows these entities.
fn delete_root(known: &[&'static EntitySchema], root: i64) -> Delete {
    let references = Arc::new(ReferenceGraph::new(known.iter().copied()));
    Delete::new(&ROOT, id(root), DeleteMode::Hard, Timestamp::UNIX_EPOCH, references)
}

async fn add_children(store: &Memory) {
    store.ensure(&[&CHILD, &ROOT]).await.unwrap();
    let children = [row(1, Some(1), None, None), row(2, Some(2), None, None)];
    insert(store, &CHILD, &children).await.unwrap();
}

#[tokio::test]
async fn a_deletion_that_began_before_is_repeated_with_what_was_added() {
    let store = roots().await;
    let tx = store.begin().await.unwrap();
    add_children(&store).await;
    // It sees no children, since it began before there were any, and must leave none behind.
    assert_eq!(tx.delete(delete_root(&[&CHILD], 1)).await.unwrap().count, 1);
    assert!(is_refused(&*tx).await);
    let again = store.begin().await.unwrap();
    assert_eq!(again.delete(delete_root(&[&CHILD], 1)).await.unwrap().count, 1);
    again.commit().await.unwrap();
    assert_eq!((ids(&store, &ROOT).await, ids(&store, &CHILD).await), (vec![2], vec![2]));
}

#[tokio::test]
async fn a_deletion_without_knowing_what_was_added_is_not_committed() {
    for batched in [false, true] {
        let store = roots().await;
        let tx = store.begin().await.unwrap();
        let delete = delete_root(&[&ROOT], 1);
        if batched {
            tx.batch(vec![Step::from(Write::Delete(delete))]).await.unwrap();
        } else {
            tx.delete(delete).await.unwrap();
        }
        add_children(&store).await;
        assert!(is_refused(&*tx).await);
        assert_eq!((ids(&store, &ROOT).await, ids(&store, &CHILD).await), (vec![1, 2], vec![1, 2]));
    }
}

#[tokio::test]
async fn other_transactions_go_on_while_tables_are_added() {
    let store = roots().await;
    let (adds, deletes) = (store.begin().await.unwrap(), store.begin().await.unwrap());
    insert(&*adds, &ROOT, &[row(3, None, None, None)]).await.unwrap();
    deletes.delete(delete_root(&[&ROOT], 2)).await.unwrap();
    // Nothing is added to what is there.
    store.ensure(&[&ROOT]).await.unwrap();
    deletes.commit().await.unwrap();
    store.ensure(&[&CHILD, &ROOT]).await.unwrap();
    adds.commit().await.unwrap();
    assert_eq!(ids(&store, &ROOT).await, [1, 3]);
}
