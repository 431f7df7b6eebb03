use super::fixture::*;
use crate::backend::{Assignment, Change, Executor, Update};
use crate::backends::sqlite::Sqlite;
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::value::Value;

fn with(mut row: Vec<Value>, column: usize, value: Value) -> Vec<Value> {
    row[column] = value;
    row
}

async fn set(
    sqlite: &Sqlite,
    schema: &'static EntitySchema,
    filter: Predicate,
    set: impl IntoIterator<Item = (usize, Value)>,
) -> Result<u64, Error> {
    let set =
        set.into_iter().map(|(column, value)| Assignment { column, change: Change::Set(value) }).collect();
    Ok(sqlite.update(Update::new(schema, filter, set)).await?.count)
}

fn missing(error: &Error) -> Option<(&'static str, &[&'static str], &'static str)> {
    match error.kind() {
        ErrorKind::MissingReference { entity, fields, target } => Some((entity, fields, target)),
        _ => None,
    }
}

#[tokio::test]
async fn a_taken_id_or_index_is_named_with_the_row() {
    let sqlite = memory().await;
    let named = with(user_row(10, "a"), 3, text("ann"));
    insert(&sqlite, &USER, [named]).await.unwrap();
    let id = insert(&sqlite, &USER, [user_row(11, "b"), user_row(10, "c")]).await.unwrap_err();
    assert_eq!(clash(&id), Some(("primary", Some(1))));
    let email = insert(&sqlite, &USER, [user_row(11, "a")]).await.unwrap_err();
    assert_eq!(clash(&email), Some(("users_app_id_email", Some(0))));
    assert!(matches!(email.kind(), ErrorKind::Conflict { fields, .. } if fields == &["app_id", "email"]));
    let within = [user_row(11, "b"), user_row(12, "c"), with(user_row(13, "d"), 3, text("ann"))];
    assert_eq!(clash(&insert(&sqlite, &USER, within).await.unwrap_err()), Some(("users_username", Some(2))));
    let earlier = [user_row(11, "b"), user_row(12, "b")];
    assert_eq!(
        clash(&insert(&sqlite, &USER, earlier).await.unwrap_err()),
        Some(("users_app_id_email", Some(1)))
    );
    assert_eq!(count(&sqlite, &USER).await, 1, "nothing of the failed calls is there");
    let members = [member_row(1, 10, None), member_row(1, 10, None)];
    insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
    assert_eq!(clash(&insert(&sqlite, &MEMBER, members).await.unwrap_err()), Some(("primary", Some(1))));
    let node = insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap_err();
    assert_eq!(clash(&node), Some(("primary", Some(0))));
}

#[tokio::test]
async fn nulls_and_soft_deleted_rows_never_clash() {
    let sqlite = memory().await;
    let gone = |id| with(with(user_row(id, "a"), 3, text("ann")), 7, Value::Timestamp(at(1)));
    insert(&sqlite, &USER, [gone(10), gone(11), user_row(12, "b"), user_row(13, "c")]).await.unwrap();
    insert(&sqlite, &USER, [with(user_row(14, "a"), 3, text("ann"))]).await.unwrap();
    // Live again, it would be the second one.
    let restored = set(&sqlite, &USER, is(0, uuid(10)), [(7, Value::Null)]).await.unwrap_err();
    assert_eq!(clash(&restored).map(|(_, position)| position), Some(None));
}

#[tokio::test]
async fn an_update_that_clashes_changes_nothing() {
    let sqlite = memory().await;
    insert(&sqlite, &USER, [user_row(10, "a"), user_row(11, "b"), user_row(12, "c")]).await.unwrap();
    let error = set(&sqlite, &USER, Predicate::EVERYTHING, [(2, text("same"))]).await.unwrap_err();
    assert_eq!(clash(&error), Some(("users_app_id_email", None)));
    assert!(find(&sqlite, &USER, is(2, text("same"))).await.is_empty());
    let change = Update {
        returning: true,
        ..Update::new(&USER, is(0, uuid(10)), vec![Assignment { column: 6, change: Change::Add(4) }])
    };
    let updated = sqlite.update(change.clone()).await.unwrap();
    assert!(updated.count == 1 && updated.rows[0][6] == Value::Int(5));
    let untouched = sqlite.update(Update { set: Vec::new(), ..change }).await.unwrap();
    assert!(untouched.count == 1 && untouched.rows[0][6] == Value::Int(5));
}

#[tokio::test]
async fn a_sum_out_of_range_is_refused() {
    let sqlite = memory().await;
    for (start, by) in [(i64::MAX, 1), (i64::MIN, -1), (i64::MAX - 5, i64::MAX), (i64::MIN + 5, i64::MIN)] {
        let row = with(user_row(10, "a"), 4, Value::Int(start));
        insert(&sqlite, &USER, [user_row(9, "z"), row.clone()]).await.unwrap();
        for returning in [false, true] {
            let set = vec![Assignment { column: 4, change: Change::Add(by) }];
            let update = Update { returning, ..Update::new(&USER, Predicate::EVERYTHING, set) };
            let error = sqlite.update(update).await.unwrap_err();
            assert!(matches!(error.kind(), ErrorKind::InvalidValue { field: "age", .. }), "{error}");
        }
        assert!(find(&sqlite, &USER, is(0, uuid(10))).await == [row]);
        let none = deletion(&USER, Predicate::EVERYTHING, crate::backend::DeleteMode::Hard);
        sqlite.delete(none).await.unwrap();
    }
}

#[tokio::test]
async fn nothing_is_added_to_null() {
    let sqlite = memory().await;
    let aged = with(user_row(11, "b"), 4, Value::Int(1));
    insert(&sqlite, &USER, [aged.clone(), user_row(10, "a")]).await.unwrap();
    let set = vec![Assignment { column: 4, change: Change::Add(1) }];
    let update = Update::new(&USER, Predicate::EVERYTHING, set);
    let error = sqlite.update(update).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::InvalidValue { field: "age", reason, .. } if reason.contains("null"))
    );
    assert!(find(&sqlite, &USER, is(0, uuid(11))).await == [aged]);
}

#[tokio::test]
async fn references_name_live_rows() {
    let sqlite = memory().await;
    let app = |id| with(user_row(10, "a"), 1, uuid(id));
    let error = insert(&sqlite, &USER, [app(2)]).await.unwrap_err();
    assert_eq!(missing(&error), Some(("User", &["app_id"][..], "App")));
    insert(&sqlite, &APP, [with(app_row(2), 2, Value::Timestamp(at(1)))]).await.unwrap();
    let error = insert(&sqlite, &USER, [app(2)]).await.unwrap_err();
    assert_eq!(missing(&error), Some(("User", &["app_id"][..], "App")), "a soft-deleted row is none");
    assert_eq!(count(&sqlite, &USER).await, 0);
    insert(&sqlite, &USER, [app(1)]).await.unwrap();
    for target in [2, 3] {
        let error = set(&sqlite, &USER, Predicate::EVERYTHING, [(1, uuid(target))]).await.unwrap_err();
        assert_eq!(missing(&error), Some(("User", &["app_id"][..], "App")));
    }
    assert!(find(&sqlite, &USER, is(1, uuid(1))).await.len() == 1);
    // Among several references the one that fails is named.
    insert(&sqlite, &NODE, [node_row(1, None)]).await.unwrap();
    let error = insert(&sqlite, &MEMBER, [member_row(1, 10, Some(99))]).await.unwrap_err();
    assert_eq!(missing(&error), Some(("Member", &["inviter_id"][..], "User")));
    let error = insert(&sqlite, &MEMBER, [member_row(2, 10, None)]).await.unwrap_err();
    assert_eq!(missing(&error), Some(("Member", &["node_id"][..], "Node")));
}

#[tokio::test]
async fn restoring_a_row_needs_its_references_live() {
    let sqlite = memory().await;
    insert(&sqlite, &USER, [user_row(10, "a")]).await.unwrap();
    set(&sqlite, &APP, is(0, uuid(1)), [(2, Value::Timestamp(at(1)))]).await.unwrap();
    set(&sqlite, &USER, is(0, uuid(10)), [(7, Value::Timestamp(at(1)))]).await.unwrap();
    let error = set(&sqlite, &USER, is(0, uuid(10)), [(7, Value::Null)]).await.unwrap_err();
    assert_eq!(missing(&error), Some(("User", &["app_id"][..], "App")));
    set(&sqlite, &APP, is(0, uuid(1)), [(2, Value::Null)]).await.unwrap();
    assert_eq!(set(&sqlite, &USER, is(0, uuid(10)), [(7, Value::Null)]).await, Ok(1));
}

#[tokio::test]
async fn rows_of_one_call_may_reference_earlier_ones() {
    let sqlite = memory().await;
    insert(
        &sqlite,
        &NODE,
        [node_row(1, None), node_row(2, Some(1)), node_row(3, Some(2)), node_row(7, Some(7))],
    )
    .await
    .unwrap();
    assert_eq!(count(&sqlite, &NODE).await, 4);
    let error = insert(&sqlite, &NODE, [node_row(5, Some(6)), node_row(6, None)]).await.unwrap_err();
    assert_eq!(missing(&error), Some(("Node", &["parent_id"][..], "Node")));
    assert_eq!(count(&sqlite, &NODE).await, 4);
}
