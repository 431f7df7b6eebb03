//! Changes and deletions of the first rows in an order, and what they give back.

use super::fixture::*;
use crate::backend::{Assignment, Change, Delete, DeleteMode, Executor, Update};
use crate::backends::sqlite::Sqlite;
use crate::query::{Order, Predicate, key};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// Five users of ages 3, 1, 2, null and 1.
async fn filled() -> Sqlite {
    let sqlite = memory().await;
    let ages = [Value::Int(3), Value::Int(1), Value::Int(2), Value::Null, Value::Int(1)];
    let rows = ages.into_iter().enumerate().map(|(at, age)| {
        let mut row = user_row(10 + at as u128, &at.to_string());
        row[4] = age;
        row
    });
    insert(&sqlite, &USER, rows).await.unwrap();
    sqlite
}

fn youngest() -> Vec<Order> {
    vec![by(4, false), by(0, false)]
}

fn named(name: &str) -> Vec<Assignment> {
    vec![Assignment { column: 3, change: Change::Set(text(name)) }]
}

fn ids(rows: &[Row]) -> Vec<Value> {
    rows.iter().map(|row| row[0].clone()).collect()
}

#[tokio::test]
async fn the_first_rows_are_changed_and_no_others() {
    let sqlite = filled().await;
    let aged = || Predicate::Not(Box::new(Predicate::IsNull { column: 4 }));
    let raise = vec![Assignment { column: 6, change: Change::Add(1) }];
    for returning in [false, true] {
        for limit in [0, 1, 2, 9] {
            let update = Update {
                returning,
                order: youngest(),
                limit: Some(limit),
                ..Update::new(&USER, aged(), raise.clone())
            };
            let updated = sqlite.update(update).await.unwrap();
            assert_eq!(updated.count, u64::from(limit.min(4)));
            assert_eq!(updated.rows.len(), if returning { limit.min(4) as usize } else { 0 });
        }
    }
    let versions: Vec<_> = all(&sqlite, &USER).await.into_iter().map(|row| row[6].clone()).collect();
    assert_eq!(versions, [3, 7, 3, 1, 5].map(Value::Int));
}

#[tokio::test]
async fn each_row_is_claimed_once() {
    let sqlite = std::sync::Arc::new(filled().await);
    let claims = (0..8).map(|_| {
        let sqlite = std::sync::Arc::clone(&sqlite);
        tokio::spawn(async move {
            let set = vec![Assignment { column: 4, change: Change::Set(Value::Int(100)) }];
            let free = compare(4, crate::query::CompareOp::Lt, Value::Int(100));
            let update = Update {
                returning: true,
                order: youngest(),
                limit: Some(1),
                ..Update::new(&USER, free, set)
            };
            sqlite.update(update).await.unwrap().rows
        })
    });
    let mut claimed = Vec::new();
    for claim in claims.collect::<Vec<_>>() {
        claimed.extend(ids(&claim.await.unwrap()));
    }
    assert_eq!(claimed.len(), 4);
    claimed.sort_by_key(|id| key::of([id]));
    assert_eq!(claimed, [10, 11, 12, 14].map(uuid));
}

#[tokio::test]
async fn changes_that_take_several_statements_keep_to_the_limit() {
    let sqlite = memory().await;
    let node = |id| vec![Value::Int(id), Value::Null, text("a")];
    insert(&sqlite, &NODE, (1..5).map(node)).await.unwrap();
    insert(&sqlite, &USER, [user_row(10, "a"), user_row(11, "b")]).await.unwrap();
    // A reference to what can be soft-deleted is looked at row by row.
    let set = vec![Assignment { column: 1, change: Change::Set(uuid(1)) }];
    let update =
        Update { order: vec![by(0, true)], limit: Some(1), ..Update::new(&USER, Predicate::EVERYTHING, set) };
    assert_eq!(sqlite.update(update.clone()).await.unwrap().count, 1);
    let unchanged = Update { set: Vec::new(), returning: true, ..update };
    assert_eq!(ids(&sqlite.update(unchanged).await.unwrap().rows), [uuid(11)]);
    let two = vec![Value::Int(1), uuid(10), Value::Null, text("x")];
    let members = [two.clone(), {
        let mut row = two;
        row[0] = Value::Int(2);
        row
    }];
    insert(&sqlite, &MEMBER, members).await.unwrap();
    // An id of two columns.
    let set = vec![Assignment { column: 3, change: Change::Set(text("first")) }];
    for (limit, roles) in [(1, ["first", "x"]), (2, ["first", "first"])] {
        let update = Update {
            order: vec![by(0, false), by(1, false)],
            limit: Some(limit),
            ..Update::new(&MEMBER, Predicate::EVERYTHING, set.clone())
        };
        assert_eq!(sqlite.update(update).await.unwrap().count, u64::from(limit));
        let found: Vec<_> = all(&sqlite, &MEMBER).await.into_iter().map(|row| row[3].clone()).collect();
        assert_eq!(found, roles.map(text));
    }
}

fn first(schema: &'static EntitySchema, order: Vec<Order>, limit: u32, mode: DeleteMode) -> Delete {
    Delete { returning: true, order, limit: Some(limit), ..deletion(schema, Predicate::EVERYTHING, mode) }
}

#[tokio::test]
async fn the_first_rows_are_deleted_and_given_as_they_were() {
    for mode in [DeleteMode::Hard, DeleteMode::Soft] {
        // Referenced by members, so that it takes several statements; and by nobody.
        for alone in [false, true] {
            let sqlite = filled().await;
            let before = all(&sqlite, &USER).await;
            let mut delete = first(&USER, youngest(), 2, mode);
            delete.filter = Predicate::IsNull { column: 7 };
            if alone {
                delete.references = crate::backend::ReferenceGraph::new([&USER]).into();
            }
            let mut deleted = sqlite.delete(delete.clone()).await.unwrap();
            deleted.rows.sort_by_key(|row| key::of([&row[0]]));
            assert_eq!(deleted.count, 2);
            assert!(deleted.rows == [before[1].clone(), before[3].clone()], "{mode:?} {alone}");
            let count = Delete { returning: false, ..delete };
            let deleted = sqlite.delete(count).await.unwrap();
            assert!(deleted.count == 2 && deleted.rows.is_empty());
            let live = find(&sqlite, &USER, Predicate::IsNull { column: 7 }).await;
            assert_eq!(ids(&live), [uuid(10)]);
            assert_eq!(all(&sqlite, &USER).await.len(), if mode == DeleteMode::Hard { 1 } else { 5 });
        }
    }
}

#[tokio::test]
async fn a_deletion_of_the_first_rows_takes_along_what_hangs_on_them() {
    let sqlite = memory().await;
    insert(&sqlite, &NODE, [node_row(1, None), node_row(2, Some(1)), node_row(3, None)]).await.unwrap();
    let deleted = sqlite.delete(first(&NODE, vec![by(0, false)], 1, DeleteMode::Hard)).await.unwrap();
    assert!(deleted.count == 1 && deleted.rows == [node_row(1, None)]);
    assert!(all(&sqlite, &NODE).await == [node_row(3, None)]);
}

#[tokio::test]
async fn a_change_whose_answer_can_not_be_read_is_not_made() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    insert(&sqlite, &USER, [user_row(10, "a")]).await.unwrap();
    file.other().execute("UPDATE users SET age = 1, created_at = 9223372036854775807", []).unwrap();
    let update = Update { returning: true, ..Update::new(&USER, Predicate::EVERYTHING, named("x")) };
    let error = sqlite.update(update).await.unwrap_err();
    assert!(matches!(error.kind(), crate::ErrorKind::Corrupt { field: "created_at", .. }), "{error}");
    let named: i64 =
        file.other().query_row("SELECT count(username) FROM users", [], |row| row.get(0)).unwrap();
    assert_eq!(named, 0);
}
