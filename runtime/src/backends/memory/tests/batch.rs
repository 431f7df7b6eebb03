//! Several writes as one, the first rows of an order, and what is counted or found by way of others.

use super::fixture::{
    CHILD, DELETED, EVERY, ID, NODE, PARENT, RANK, ROOT, conflict, id, ids, insert, is, row, rows, set,
    store, text, update,
};
use crate::Timestamp;
use crate::backend::{
    CountBy, Delete, DeleteMode, Executor, Group, Insert, ReferenceGraph, Select, Step, Through, UniqueKey,
    Update, Updated, Upsert, Write, Written,
};
use crate::query::{Order, Predicate};
use crate::value::Value;

fn inserting(rows: &[crate::value::Row]) -> Step {
    Write::Insert(Insert { schema: &NODE, rows: rows.to_vec() }).into()
}

fn by(column: usize, descending: bool) -> Vec<Order> {
    vec![Order { column, descending }, Order { column: ID, descending: false }]
}

fn deletion(filter: Predicate) -> Delete {
    let now = Timestamp::from_unix_micros(99).unwrap();
    Delete::new(&NODE, filter, DeleteMode::Hard, now, ReferenceGraph::new(EVERY).into())
}

#[tokio::test]
async fn each_write_of_a_batch_sees_those_before_it() {
    let store = store().await;
    let steps = vec![
        inserting(&[row(1, None, None, Some(1))]),
        inserting(&[row(2, Some(1), Some("a"), None), row(3, Some(1), Some("b"), None)]),
        Write::Update(update(id(1), vec![set(RANK, Value::Int(2))])).into(),
        Write::Upsert(Upsert {
            schema: &NODE,
            on: UniqueKey::Primary,
            row: row(2, Some(1), None, None),
            set: vec![set(RANK, Value::Int(7))],
            only_if: Predicate::EVERYTHING,
        })
        .into(),
        Write::Delete(deletion(id(3))).into(),
        Write::Delete(deletion(id(3))).into(),
    ];
    let written = store.batch(steps).await.unwrap();
    let matched: Vec<_> = written.iter().map(Written::matched).collect();
    assert_eq!(matched, [1, 1, 1, 1, 1, 0]);
    assert_eq!(written[2], Written::Updated(Updated { count: 1, rows: vec![row(1, None, None, Some(2))] }));
    assert!(matches!(&written[3], Written::Upserted(answer) if !answer.inserted));
    let stored = rows(&store, &NODE, Predicate::EVERYTHING).await;
    assert_eq!(stored, [row(1, None, None, Some(2)), row(2, Some(1), Some("a"), Some(7))]);
}

#[tokio::test]
async fn a_batch_that_fails_leaves_nothing() {
    let store = store().await;
    insert(&store, &NODE, &[row(1, None, None, None)]).await.unwrap();
    let clash = vec![
        Write::Delete(deletion(id(1))).into(),
        inserting(&[row(2, None, None, None)]),
        inserting(&[row(3, None, None, None), row(2, None, None, None)]),
    ];
    assert_eq!(conflict(&store.batch(clash).await.unwrap_err()), ("primary", Some(1)));
    let missing = Write::Update(update(id(9), vec![set(RANK, Value::Int(1))]));
    let required = vec![inserting(&[row(2, None, None, None)]), Step { write: missing, required: true }];
    assert!(store.batch(required).await.unwrap_err().is_not_found());
    assert_eq!(ids(&store, &NODE).await, [1]);
}

#[tokio::test]
async fn a_limit_changes_the_first_rows_of_the_order() {
    let store = store().await;
    let ranks: Vec<_> = (1..=6).map(|n| row(n, None, None, Some(n % 3))).collect();
    insert(&store, &NODE, &ranks).await.unwrap();
    let claim = Update {
        order: by(RANK, true),
        limit: Some(3),
        ..update(Predicate::IsNull { column: PARENT }, vec![set(PARENT, Value::Int(1))])
    };
    let claimed = store.update(claim.clone()).await.unwrap();
    let got = |rows: &[crate::value::Row]| rows.iter().map(|row| row[ID].clone()).collect::<Vec<_>>();
    assert_eq!((claimed.count, got(&claimed.rows)), (3, [2, 5, 1].map(Value::Int).to_vec()));
    let rest = store.update(Update { limit: Some(9), ..claim.clone() }).await.unwrap();
    assert_eq!(got(&rest.rows), [4, 3, 6].map(Value::Int));
    assert_eq!(store.update(claim).await.unwrap(), Updated::default());
    let take = |limit| Delete {
        returning: true,
        order: by(RANK, false),
        limit: Some(limit),
        ..deletion(Predicate::Not(Box::new(id(1))))
    };
    let taken = store.delete(take(2)).await.unwrap();
    assert_eq!((taken.count, got(&taken.rows)), (2, [3, 6].map(Value::Int).to_vec()));
    assert_eq!(store.delete(take(0)).await.unwrap().count, 0);
    assert_eq!(ids(&store, &NODE).await, [1, 2, 4, 5]);
}

#[tokio::test]
async fn a_soft_deletion_gives_the_rows_as_they_were() {
    let store = store().await;
    insert(&store, &NODE, &[row(1, None, Some("a"), None)]).await.unwrap();
    let delete = Delete { mode: DeleteMode::Soft, returning: true, ..deletion(id(1)) };
    assert_eq!(store.delete(delete).await.unwrap().rows, [row(1, None, Some("a"), None)]);
    assert!(!rows(&store, &NODE, id(1)).await[0][DELETED].is_null());
}

#[tokio::test]
async fn counts_by_values() {
    let store = store().await;
    let nodes: Vec<_> = (1..=10).map(|n| row(n, None, None, (n % 4 > 0).then_some(n % 4))).collect();
    insert(&store, &NODE, &nodes).await.unwrap();
    let filter = Predicate::Not(Box::new(id(1)));
    let count = CountBy { schema: &NODE, filter, columns: vec![RANK, PARENT] };
    let mut groups = store.count_by(count).await.unwrap();
    groups.sort_by_key(|group| group.count);
    let group = |rank, count| Group { values: vec![rank, Value::Null], count };
    assert_eq!(groups.len(), 4);
    assert!(groups.contains(&group(Value::Null, 2)) && groups.contains(&group(Value::Int(1), 2)));
    assert_eq!(groups[3], group(Value::Int(2), 3));
}

#[tokio::test]
async fn finds_rows_by_way_of_others() {
    let store = store().await;
    let roots: Vec<_> = (1..=5).map(|n| row(n, None, Some("root"), Some(-n))).collect();
    insert(&store, &ROOT, &roots).await.unwrap();
    let links = [(1, Some(2)), (2, Some(2)), (3, Some(5)), (4, Some(4)), (5, None)];
    let links: Vec<_> = links.map(|(n, root)| row(n, root, None, Some(i64::from(n != 4)))).into();
    insert(&store, &CHILD, &links).await.unwrap();
    let through = |rank| Through { schema: &CHILD, filter: is(RANK, Value::Int(rank)), columns: &[PARENT] };
    let select = Select {
        order: by(RANK, false),
        total: true,
        through: Some(through(1)),
        ..Select::new(&ROOT, is(super::fixture::NAME, text("root")))
    };
    let found = store.select(select.clone()).await.unwrap();
    assert_eq!((found.rows, found.total), (vec![roots[4].clone(), roots[1].clone()], Some(2)));
    let first = store.select(Select { limit: Some(1), ..select.clone() }).await.unwrap();
    assert_eq!((first.rows, first.total), (vec![roots[4].clone()], Some(2)));
    let none = store.select(Select { through: Some(through(7)), ..select }).await.unwrap();
    assert_eq!((none.rows.len(), none.total), (0, Some(0)));
}
