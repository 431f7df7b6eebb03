use std::sync::Arc;

use super::fixture::*;
use crate::backend::{
    Assignment, Backend, Change, Delete, DeleteMode, Executor, Insert, ReferenceGraph, Step, Update, Write,
};
use crate::backends::sqlite::Sqlite;
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::schema::{ColumnSchema, EntitySchema, OnDelete, ReferenceSchema};
use crate::value::{Value, ValueType};

/// How many rows were deleted.
async fn removed(sqlite: &Sqlite, delete: Delete) -> crate::Result<u64> {
    Ok(sqlite.delete(delete).await?.count)
}

/// Two users, one of them a member that the other invited, and a member for each node.
async fn filled() -> Sqlite {
    let sqlite = memory().await;
    insert(&sqlite, &USER, [user_row(10, "a"), user_row(11, "b")]).await.unwrap();
    insert(
        &sqlite,
        &NODE,
        [node_row(1, None), node_row(2, Some(1)), node_row(3, Some(2)), node_row(4, None)],
    )
    .await
    .unwrap();
    insert(&sqlite, &MEMBER, [member_row(4, 10, None), member_row(4, 11, Some(10))]).await.unwrap();
    sqlite
}

#[tokio::test]
async fn removal_cascades_and_sets_null() {
    let sqlite = filled().await;
    assert_eq!(removed(&sqlite, deletion(&USER, is(0, uuid(10)), DeleteMode::Hard)).await, Ok(1));
    assert!(all(&sqlite, &MEMBER).await == [member_row(4, 11, None)]);
    assert_eq!(removed(&sqlite, deletion(&USER, is(0, uuid(10)), DeleteMode::Hard)).await, Ok(0));
}

#[tokio::test]
async fn removal_reaches_any_depth_of_the_same_table() {
    let sqlite = filled().await;
    assert_eq!(removed(&sqlite, deletion(&NODE, is(0, Value::Int(1)), DeleteMode::Hard)).await, Ok(1));
    assert!(all(&sqlite, &NODE).await == [node_row(4, None)]);
    insert(&sqlite, &NODE, (100..1_500).map(|id| node_row(id, (id > 100).then(|| id - 1)))).await.unwrap();
    let members = deletion(&MEMBER, Predicate::EVERYTHING, DeleteMode::Hard);
    assert_eq!(removed(&sqlite, members).await, Ok(2));
    assert_eq!(removed(&sqlite, deletion(&NODE, Predicate::EVERYTHING, DeleteMode::Hard)).await, Ok(1_401));
}

#[tokio::test]
async fn a_reference_that_restricts_stops_all_of_it() {
    let sqlite = filled().await;
    let error = sqlite.delete(deletion(&NODE, Predicate::EVERYTHING, DeleteMode::Hard)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Restricted { entity: "Node", by: "Member" }), "{error}");
    assert_eq!(count(&sqlite, &NODE).await, 4);
}

#[tokio::test]
async fn soft_deletion_takes_along_live_rows() {
    let sqlite = filled().await;
    assert_eq!(removed(&sqlite, deletion(&APP, is(0, uuid(1)), DeleteMode::Soft)).await, Ok(1));
    for (schema, column) in [(&APP, 2), (&USER, 7)] {
        assert!(all(&sqlite, schema).await.iter().all(|row| row[column] == Value::Timestamp(at(1_000))));
    }
    let users = all(&sqlite, &USER).await;
    assert!(users.len() == 2 && users.iter().all(|row| row[6] == Value::Int(2)), "the version is raised");
    assert_eq!(count(&sqlite, &MEMBER).await, 0, "what can't be soft-deleted is removed");
    let purged = removed(&sqlite, deletion(&APP, is(0, uuid(1)), DeleteMode::Hard)).await;
    assert!(purged == Ok(1) && count(&sqlite, &USER).await == 0);
}

#[tokio::test]
async fn what_nobody_references_is_soft_deleted_in_one_statement() {
    let sqlite = filled().await;
    let delete = deletion(&USER, is(0, uuid(11)), DeleteMode::Soft);
    let alone = Delete { references: ReferenceGraph::new([&USER]).into(), ..delete.clone() };
    assert!(super::super::delete::is_single(&alone) && !super::super::delete::is_single(&delete));
    assert_eq!(removed(&sqlite, alone).await, Ok(1));
    let gone = find(&sqlite, &USER, is(0, uuid(11))).await;
    assert!(gone[0][6] == Value::Int(2) && gone[0][7] == Value::Timestamp(at(1_000)));
}

static LEFT: EntitySchema = EntitySchema::new(
    "Left",
    "lefts",
    &[
        ColumnSchema::new("id", "id", ValueType::Int, false),
        ColumnSchema::new("right", "right", ValueType::Int, true),
    ],
    &[0],
)
.with_references(&[ReferenceSchema::new(&[1], || &RIGHT, OnDelete::Restrict)]);

static RIGHT: EntitySchema = EntitySchema::new(
    "Right",
    "rights",
    &[
        ColumnSchema::new("id", "id", ValueType::Int, false),
        ColumnSchema::new("left", "left", ValueType::Int, true),
    ],
    &[0],
)
.with_references(&[ReferenceSchema::new(&[1], || &LEFT, OnDelete::Cascade)]);

/// A left and a right that reference each other, and the deletion of all lefts.
async fn ring(sqlite: &Sqlite, schemas: [&'static EntitySchema; 2]) -> (Delete, Arc<ReferenceGraph>) {
    sqlite.ensure(&schemas).await.unwrap();
    insert(sqlite, &LEFT, [vec![Value::Int(1), Value::Null]]).await.unwrap();
    insert(sqlite, &RIGHT, [vec![Value::Int(1), Value::Int(1)]]).await.unwrap();
    let set = vec![Assignment { column: 1, change: Change::Set(Value::Int(1)) }];
    sqlite.update(Update::new(&LEFT, Predicate::EVERYTHING, set)).await.unwrap();
    let references = Arc::new(ReferenceGraph::new(schemas));
    let left = deletion(&LEFT, Predicate::EVERYTHING, DeleteMode::Hard);
    (Delete { references: Arc::clone(&references), ..left }, references)
}

#[tokio::test]
async fn a_cycle_that_goes_as_a_whole_may_go() {
    let sqlite = memory().await;
    for schemas in [[&LEFT, &RIGHT], [&RIGHT, &LEFT]] {
        let (left, references) = ring(&sqlite, schemas).await;
        let right = Delete { references, ..deletion(&RIGHT, Predicate::EVERYTHING, DeleteMode::Hard) };
        assert!(matches!(
            sqlite.delete(right).await.unwrap_err().kind(),
            ErrorKind::Restricted { by: "Left", .. }
        ));
        assert_eq!(removed(&sqlite, left).await, Ok(1));
        assert_eq!((count(&sqlite, &LEFT).await, count(&sqlite, &RIGHT).await), (0, 0));
    }
}

#[tokio::test]
async fn a_cycle_may_go_among_other_writes() {
    let sqlite = memory().await;
    let nodes = |id| Write::Insert(Insert { schema: &NODE, rows: vec![node_row(id, None)] });
    let lost = || Insert { schema: &NODE, rows: vec![node_row(50, Some(60))] };
    for schemas in [[&LEFT, &RIGHT], [&RIGHT, &LEFT]] {
        let (left, _) = ring(&sqlite, schemas).await;
        let tx = sqlite.begin().await.unwrap();
        assert_eq!(tx.delete(left).await.unwrap().count, 1);
        let error = tx.insert(lost()).await.unwrap_err();
        assert!(
            matches!(error.kind(), ErrorKind::MissingReference { .. }),
            "keys are looked at again: {error}"
        );
        tx.commit().await.unwrap();
        let (left, _) = ring(&sqlite, schemas).await;
        let steps = [nodes(1), Write::Delete(left), nodes(2)].map(Step::from);
        assert_eq!(sqlite.batch(steps.to_vec()).await.unwrap()[1].matched(), 1);
        assert_eq!((count(&sqlite, &LEFT).await, count(&sqlite, &NODE).await), (0, 2));
        removed(&sqlite, deletion(&NODE, Predicate::EVERYTHING, DeleteMode::Hard)).await.unwrap();
    }
}

#[tokio::test]
async fn a_cycle_that_a_table_of_others_references_stays() {
    for schemas in [[&LEFT, &RIGHT], [&RIGHT, &LEFT]] {
        let sqlite = memory().await;
        let (left, _) = ring(&sqlite, schemas).await;
        let notes =
            "CREATE TABLE Notes (\"of\" INTEGER REFERENCES Lefts (id)); INSERT INTO notes VALUES (1), (NULL)";
        sqlite.readers.with_shared(|session| session.connection.execute_batch(notes).unwrap());
        let restricted = |answer: crate::Result<u64>| {
            let error = answer.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::Restricted { entity: "Left", .. }), "{error}");
        };
        restricted(removed(&sqlite, left.clone()).await);
        let tx = sqlite.begin().await.unwrap();
        restricted(tx.delete(left.clone()).await.map(|deleted| deleted.count));
        tx.insert(Insert { schema: &NODE, rows: vec![node_row(1, None)] }).await.unwrap();
        tx.commit().await.unwrap();
        restricted(sqlite.batch(vec![Write::Delete(left).into()]).await.map(|_| 0));
        assert_eq!((count(&sqlite, &LEFT).await, count(&sqlite, &RIGHT).await), (1, 1));
        assert_eq!(count(&sqlite, &NODE).await, 1);
    }
}

#[tokio::test]
async fn a_table_of_others_that_references_is_respected() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
    let other = file.other();
    other
        .execute_batch(
            "CREATE TABLE notes (node INTEGER REFERENCES nodes (id)); INSERT INTO notes VALUES (1)",
        )
        .unwrap();
    let error = sqlite.delete(deletion(&NODE, Predicate::EVERYTHING, DeleteMode::Hard)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Restricted { entity: "Node", .. }), "{error}");
    assert_eq!(count(&sqlite, &NODE).await, 1);
}
