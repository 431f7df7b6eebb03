//! Several writes as one.

use super::fixture::*;
use crate::backend::{
    Assignment, Change, DeleteMode, Executor, Insert, Replacement, Step, UniqueKey, Update, Upsert, Write,
    Written,
};
use crate::error::ErrorKind;
use crate::query::Predicate;
use crate::value::{Row, Value};

fn add(schema: &'static crate::schema::EntitySchema, rows: impl IntoIterator<Item = Row>) -> Step {
    Write::Insert(Insert { schema, rows: rows.into_iter().collect() }).into()
}

fn labelled(id: i64, label: &str) -> Write {
    let set = vec![Assignment { column: 2, change: Change::Set(text(label)) }];
    Write::Update(Update { returning: true, ..Update::new(&NODE, is(0, Value::Int(id)), set) })
}

fn required(write: Write) -> Step {
    Step { write, required: true }
}

#[tokio::test]
async fn each_write_sees_those_before_it() {
    let sqlite = memory().await;
    let upsert = Upsert {
        schema: &NODE,
        on: UniqueKey::Primary,
        row: node_row(2, None),
        set: vec![Assignment { column: 1, change: Change::Set(Value::Null) }],
        only_if: Predicate::EVERYTHING,
    };
    let steps = vec![
        add(&NODE, [node_row(1, None), node_row(2, Some(1))]),
        required(labelled(2, "a")),
        Write::Upsert(upsert).into(),
        labelled(9, "nobody").into(),
        required(Write::Delete(deletion(&NODE, is(0, Value::Int(1)), DeleteMode::Hard))),
        add(&USER, [user_row(10, "a")]),
    ];
    let written = sqlite.batch(steps).await.unwrap();
    let matched: Vec<_> = written.iter().map(Written::matched).collect();
    assert_eq!(matched, [1, 1, 1, 0, 1, 1]);
    let row = vec![Value::Int(2), Value::Null, text("a")];
    assert!(matches!(&written[1], Written::Updated(updated) if updated.rows[0][2] == text("a")));
    assert_eq!(written[2], Written::Upserted(Replacement { row: row.clone(), inserted: false }));
    assert!(all(&sqlite, &NODE).await == [row] && count(&sqlite, &USER).await == 1);
    assert_eq!(sqlite.batch(Vec::new()).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_write_that_fails_undoes_those_before_it() {
    let sqlite = memory().await;
    insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
    let before = all(&sqlite, &NODE).await;
    let started = |last| vec![labelled(1, "changed").into(), add(&USER, [user_row(10, "a")]), last];
    let error = sqlite.batch(started(required(labelled(9, "nobody")))).await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("Node"), "{error}");
    let error = sqlite.batch(started(add(&NODE, [node_row(5, None), node_row(1, None)]))).await.unwrap_err();
    assert_eq!(clash(&error), Some(("primary", Some(1))));
    let error = sqlite.batch(started(add(&NODE, [node_row(5, Some(6))]))).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::MissingReference { entity: "Node", .. }));
    let none = required(Write::Delete(deletion(&NODE, is(0, Value::Int(9)), DeleteMode::Hard)));
    assert!(sqlite.batch(started(none)).await.unwrap_err().is_not_found());
    assert!(all(&sqlite, &NODE).await == before && count(&sqlite, &USER).await == 0);
}

#[tokio::test]
async fn deletions_among_other_writes_keep_to_references() {
    let sqlite = memory().await;
    insert(&sqlite, &USER, [user_row(10, "a")]).await.unwrap();
    insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
    insert(&sqlite, &MEMBER, [member_row(1, 10, None)]).await.unwrap();
    let delete =
        |schema| Step::from(Write::Delete(deletion(schema, Predicate::EVERYTHING, DeleteMode::Hard)));
    let error = sqlite.batch(vec![labelled(1, "x").into(), delete(&NODE)]).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Restricted { by: "Member", .. }), "{error}");
    assert!(all(&sqlite, &NODE).await == [node_row(1, None)]);
    let written = sqlite.batch(vec![delete(&MEMBER), delete(&NODE)]).await.unwrap();
    assert_eq!(written.iter().map(Written::matched).collect::<Vec<_>>(), [1, 1]);
}
