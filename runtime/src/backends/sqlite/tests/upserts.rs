use super::fixture::*;
use crate::backend::{Assignment, Change, Executor, Replacement, UniqueKey, Upsert};
use crate::backends::sqlite::Sqlite;
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::value::{Row, Value};

async fn upsert(sqlite: &Sqlite, on: UniqueKey, row: Row, only_if: Predicate) -> Result<Replacement, Error> {
    let set = vec![
        Assignment { column: 4, change: Change::Set(row[4].clone()) },
        Assignment { column: 3, change: Change::Set(row[3].clone()) },
        Assignment { column: 6, change: Change::Add(1) },
    ];
    sqlite.upsert(Upsert { schema: &USER, on, row, set, only_if }).await
}

fn aged(id: u128, email: &str, age: i64) -> Row {
    let mut row = user_row(id, email);
    row[4] = Value::Int(age);
    row
}

const ON_EMAIL: UniqueKey = UniqueKey::Index(&USER.indexes()[0]);
const ON_USERNAME: UniqueKey = UniqueKey::Index(&USER.indexes()[1]);

#[tokio::test]
async fn inserts_or_replaces_by_id() {
    let sqlite = memory().await;
    let added = upsert(&sqlite, UniqueKey::Primary, aged(10, "a", 1), Predicate::EVERYTHING).await.unwrap();
    assert!(added.inserted && added.row == aged(10, "a", 1));
    let replaced =
        upsert(&sqlite, UniqueKey::Primary, aged(10, "b", 2), Predicate::EVERYTHING).await.unwrap();
    assert!(!replaced.inserted);
    let mut expected = aged(10, "a", 2);
    expected[6] = Value::Int(2);
    assert!(replaced.row == expected && all(&sqlite, &USER).await == [expected]);
}

#[tokio::test]
async fn inserts_or_replaces_by_an_index() {
    let sqlite = memory().await;
    upsert(&sqlite, ON_EMAIL, aged(10, "a", 1), Predicate::EVERYTHING).await.unwrap();
    let replaced = upsert(&sqlite, ON_EMAIL, aged(11, "a", 2), Predicate::EVERYTHING).await.unwrap();
    assert!(!replaced.inserted && replaced.row[0] == uuid(10) && replaced.row[4] == Value::Int(2));
    // A soft-deleted row doesn't hold its place in the index.
    let mut gone = aged(12, "b", 1);
    gone[7] = Value::Timestamp(at(1));
    insert(&sqlite, &USER, [gone]).await.unwrap();
    assert!(upsert(&sqlite, ON_EMAIL, aged(13, "b", 2), Predicate::EVERYTHING).await.unwrap().inserted);
    // Nor does null.
    assert!(upsert(&sqlite, ON_USERNAME, aged(14, "c", 2), Predicate::EVERYTHING).await.unwrap().inserted);
    assert!(upsert(&sqlite, ON_USERNAME, aged(15, "d", 2), Predicate::EVERYTHING).await.unwrap().inserted);
}

#[tokio::test]
async fn a_row_that_is_not_to_be_replaced_is_a_conflict() {
    let sqlite = memory().await;
    insert(&sqlite, &USER, [aged(10, "a", 1)]).await.unwrap();
    let young = || compare(4, crate::query::CompareOp::Lt, Value::Int(1));
    let error = upsert(&sqlite, UniqueKey::Primary, aged(10, "x", 2), young()).await.unwrap_err();
    assert_eq!(clash(&error), Some(("primary", None)));
    let error = upsert(&sqlite, ON_EMAIL, aged(10, "a", 2), young()).await.unwrap_err();
    assert_eq!(clash(&error), Some(("users_app_id_email", None)), "the key that was named comes first");
    let mut gone = aged(11, "b", 1);
    gone[7] = Value::Timestamp(at(1));
    insert(&sqlite, &USER, [gone]).await.unwrap();
    let live = Predicate::IsNull { column: 7 };
    let error = upsert(&sqlite, UniqueKey::Primary, aged(11, "b", 2), live).await.unwrap_err();
    assert_eq!(clash(&error), Some(("primary", None)));
    assert_eq!(count(&sqlite, &USER).await, 2);
}

#[tokio::test]
async fn another_key_that_clashes_is_named() {
    let sqlite = memory().await;
    let named = |id, email| {
        let mut row = aged(id, email, 1);
        row[3] = text("ann");
        row
    };
    insert(&sqlite, &USER, [named(10, "a"), aged(11, "b", 1)]).await.unwrap();
    let added =
        upsert(&sqlite, UniqueKey::Primary, aged(12, "a", 1), Predicate::EVERYTHING).await.unwrap_err();
    assert_eq!(clash(&added), Some(("users_app_id_email", None)));
    let changed =
        upsert(&sqlite, UniqueKey::Primary, named(11, "b"), Predicate::EVERYTHING).await.unwrap_err();
    assert_eq!(clash(&changed), Some(("users_username", None)));
    let by_null = upsert(&sqlite, ON_USERNAME, aged(12, "a", 1), Predicate::EVERYTHING).await.unwrap_err();
    assert_eq!(clash(&by_null), Some(("users_app_id_email", None)));
    let mut lost = aged(13, "c", 1);
    lost[1] = uuid(77);
    let error = upsert(&sqlite, UniqueKey::Primary, lost, Predicate::EVERYTHING).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::MissingReference { target: "App", .. }));
    assert_eq!(count(&sqlite, &USER).await, 2);
}

async fn insert_new(
    sqlite: &Sqlite,
    on: UniqueKey,
    row: Row,
    only_if: Predicate,
) -> Result<Replacement, Error> {
    sqlite.upsert(Upsert { schema: &USER, on, row, set: Vec::new(), only_if }).await
}

#[tokio::test]
async fn without_changes_the_row_that_is_there_stays() {
    let sqlite = memory().await;
    for on in [UniqueKey::Primary, ON_EMAIL] {
        let (id, email) = if on == ON_EMAIL { (20, "b") } else { (10, "a") };
        let added = insert_new(&sqlite, on, aged(id, email, 1), Predicate::EVERYTHING).await.unwrap();
        assert!(added.inserted && added.row == aged(id, email, 1));
        let again = if on == ON_EMAIL { aged(21, email, 2) } else { aged(id, "x", 2) };
        let there = insert_new(&sqlite, on, again.clone(), Predicate::EVERYTHING).await.unwrap();
        assert!(!there.inserted && there.row == aged(id, email, 1));
        let young = compare(4, crate::query::CompareOp::Lt, Value::Int(1));
        let error = insert_new(&sqlite, on, again, young).await.unwrap_err();
        assert_eq!(clash(&error).map(|(index, _)| index == "primary"), Some(on == UniqueKey::Primary));
    }
    let null = |id, email| insert_new(&sqlite, ON_USERNAME, aged(id, email, 1), Predicate::EVERYTHING);
    assert!(null(30, "c").await.unwrap().inserted && null(31, "d").await.unwrap().inserted);
    assert_eq!(count(&sqlite, &USER).await, 4);
}

#[tokio::test]
async fn a_new_row_that_clashes_elsewhere_is_a_conflict() {
    let sqlite = memory().await;
    insert(&sqlite, &USER, [aged(10, "a", 1), aged(11, "b", 1)]).await.unwrap();
    let by_id = insert_new(&sqlite, UniqueKey::Primary, aged(12, "a", 1), Predicate::EVERYTHING).await;
    assert_eq!(clash(&by_id.unwrap_err()), Some(("users_app_id_email", None)));
    let by_email = insert_new(&sqlite, ON_EMAIL, aged(10, "c", 1), Predicate::EVERYTHING).await;
    assert_eq!(clash(&by_email.unwrap_err()), Some(("primary", None)));
    // Both are taken, by two rows: the one that was named is asked first.
    let both = insert_new(&sqlite, ON_EMAIL, aged(10, "b", 1), Predicate::EVERYTHING).await.unwrap();
    assert!(!both.inserted && both.row[0] == uuid(11));
    let both =
        insert_new(&sqlite, UniqueKey::Primary, aged(10, "b", 1), Predicate::EVERYTHING).await.unwrap();
    assert!(!both.inserted && both.row[2] == text("a"));
    let mut lost = aged(13, "c", 1);
    lost[1] = uuid(77);
    let error = insert_new(&sqlite, UniqueKey::Primary, lost, Predicate::EVERYTHING).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::MissingReference { target: "App", .. }));
    assert_eq!(count(&sqlite, &USER).await, 2);
    // By an id that is SQLite's own number of the row.
    let node = |id| Upsert {
        schema: &NODE,
        on: UniqueKey::Primary,
        row: node_row(id, None),
        set: Vec::new(),
        only_if: Predicate::EVERYTHING,
    };
    assert!(sqlite.upsert(node(1)).await.unwrap().inserted);
    assert!(!sqlite.upsert(node(1)).await.unwrap().inserted);
}
