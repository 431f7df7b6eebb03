//! Indexes that hold some of the rows.

use super::fixture::*;
use crate::backend::{Assignment, Backend, Change, Executor, Replacement, Select, UniqueKey, Update, Upsert};
use crate::backends::sqlite::Sqlite;
use crate::backends::sqlite::dialect::SqliteDialect;
use crate::query::{CompareOp, Predicate};
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexFilter, IndexSchema};
use crate::sql::{Chosen, Statement, Texts, create_index, indexes};
use crate::value::{Row, Value, ValueType};

fn flagged() -> Predicate {
    Predicate::All(vec![is(2, Value::Bool(true))])
}

fn main_kind() -> Predicate {
    Predicate::All(vec![is(3, text("it's main")), compare(4, CompareOp::Ne, Value::Int(-1))])
}

static FLAGGED: IndexFilter = IndexFilter::new(|| Ok(flagged()));
static MAIN: IndexFilter = IndexFilter::new(|| Ok(main_kind()));
static WAITING: IndexFilter = IndexFilter::new(|| {
    Ok(Predicate::All(vec![
        Predicate::IsNull { column: 4 },
        Predicate::Not(Box::new(Predicate::IsNull { column: 3 })),
    ]))
});

static PLACE: EntitySchema = EntitySchema::new(
    "Place",
    "places",
    &[
        ColumnSchema::new("id", "id", ValueType::Int, false),
        ColumnSchema::new("app", "app", ValueType::Int, false),
        ColumnSchema::new("flag", "flag", ValueType::Bool, false),
        ColumnSchema::new("kind", "kind", ValueType::Text, true),
        ColumnSchema::new("rank", "rank", ValueType::Int, true),
        ColumnSchema::new("deleted_at", "deleted_at", ValueType::Timestamp, true).soft_delete(),
    ],
    &[0],
)
.with_indexes(&[
    IndexSchema::unique("places_flagged", &[IndexColumn::asc(1)]).when(&FLAGGED),
    IndexSchema::unique("places_main", &[IndexColumn::asc(1)]).when(&MAIN),
    IndexSchema::new("places_waiting", &[IndexColumn::asc(1), IndexColumn::desc(3)]).when(&WAITING),
]);

const FLAG: UniqueKey = UniqueKey::Index(&PLACE.indexes()[0]);

async fn places() -> Sqlite {
    let sqlite = memory().await;
    sqlite.ensure(&[&PLACE]).await.unwrap();
    sqlite
}

fn place(id: i64, flag: bool, kind: Option<&str>) -> Row {
    let kind = kind.map_or(Value::Null, text);
    vec![Value::Int(id), Value::Int(1), Value::Bool(flag), kind, Value::Null, Value::Null]
}

#[test]
fn their_conditions_stand_in_the_text() {
    let made: Vec<_> =
        indexes(&PLACE).iter().map(|index| create_index::<SqliteDialect>(&PLACE, index)).collect();
    let conditions: Vec<_> = made.iter().map(|made| made.split_once(" WHERE ").unwrap().1).collect();
    assert_eq!(
        conditions,
        [
            r#""deleted_at" IS NULL AND "flag" = 1"#,
            r#""deleted_at" IS NULL AND ("kind" = 'it''s main' AND ("rank" <> -1 OR "rank" IS NULL))"#,
            r#""rank" IS NULL AND "kind" IS NOT NULL"#,
        ]
    );
}

fn plan(sqlite: &Sqlite, statement: &Statement<'_>) -> String {
    let text = Texts::default().text::<SqliteDialect>(&statement.shape(), statement);
    let mut plan = Vec::new();
    sqlite.readers.with_shared(|session| {
        let mut explain = session.connection.prepare(&format!("EXPLAIN QUERY PLAN {}", text.sql)).unwrap();
        plan = explain.raw_query().mapped(|row| row.get::<_, String>(3)).collect::<Result<_, _>>().unwrap();
    });
    plan.join("; ")
}

#[tokio::test]
async fn lookups_of_the_rows_they_hold_use_them() {
    let sqlite = places().await;
    let app = || is(1, Value::Int(1));
    let live = || Predicate::IsNull { column: 5 };
    let lookups = [
        (app().and(flagged()).and(live()), "places_flagged (app=?)"),
        (live().and(main_kind()).and(app()), "places_main (app=?)"),
        (app().and(waiting_rows()), "places_waiting (app=?"),
    ];
    for (filter, index) in lookups {
        let plan_of = plan(&sqlite, &Statement::Rows(&Select::new(&PLACE, filter.clone())));
        assert!(plan_of.contains(index), "{plan_of}");
        let rows = Chosen::every(&PLACE, &filter);
        let plan_of = plan(&sqlite, &Statement::Delete { rows, returning: false });
        assert!(plan_of.contains(index), "{plan_of}");
    }
    let other = app().and(is(2, Value::Bool(false))).and(live());
    assert!(!plan(&sqlite, &Statement::Rows(&Select::new(&PLACE, other))).contains("places_flagged"));
}

fn waiting_rows() -> Predicate {
    PLACE.indexes()[2].filter().unwrap().clone()
}

#[test]
fn a_constant_of_a_declaration_has_a_text_of_its_own() {
    let key = |filter: &Predicate| {
        let statement = Statement::Delete { rows: Chosen::every(&PLACE, filter), returning: false };
        statement.shape().key
    };
    assert_ne!(key(&is(2, Value::Bool(true))), key(&is(2, Value::Bool(false))));
    assert_ne!(key(&is(3, text("it's main"))), key(&is(3, text("other"))));
    assert_eq!(key(&is(3, text("another"))), key(&is(3, text("other"))));
    assert_ne!(key(&is(3, text("it's main"))), key(&is(2, Value::Bool(true))));
    let filter = is(3, text("it's main"));
    let statement = Statement::Delete { rows: Chosen::every(&PLACE, &filter), returning: false };
    assert!(statement.shape().params.is_empty());
    let text = Texts::default().text::<SqliteDialect>(&statement.shape(), &statement);
    assert_eq!(&*text.sql, r#"DELETE FROM "places" WHERE "kind" = 'it''s main'"#);
}

#[tokio::test]
async fn only_the_rows_they_hold_clash_and_the_right_one_is_named() {
    let sqlite = places().await;
    insert(&sqlite, &PLACE, [place(1, false, None), place(2, true, None), place(3, false, None)])
        .await
        .unwrap();
    let error = insert(&sqlite, &PLACE, [place(4, true, None)]).await.unwrap_err();
    assert_eq!(clash(&error), Some(("places_flagged", Some(0))));
    insert(&sqlite, &PLACE, [place(4, false, Some("it's main"))]).await.unwrap();
    // The same columns as the other one's.
    let error = insert(&sqlite, &PLACE, [place(5, false, Some("it's main"))]).await.unwrap_err();
    assert_eq!(clash(&error), Some(("places_main", Some(0))));
    let set = |column, value| vec![Assignment { column, change: Change::Set(value) }];
    let main = Update::new(&PLACE, is(0, Value::Int(1)), set(3, text("it's main")));
    assert_eq!(clash(&sqlite.update(main).await.unwrap_err()), Some(("places_main", None)));
    let flag = Update::new(&PLACE, is(0, Value::Int(1)), set(2, Value::Bool(true)));
    assert_eq!(clash(&sqlite.update(flag.clone()).await.unwrap_err()), Some(("places_flagged", None)));
    let gone = Update::new(&PLACE, is(0, Value::Int(2)), set(5, Value::Timestamp(at(1))));
    sqlite.update(gone).await.unwrap();
    assert_eq!(sqlite.update(flag).await.unwrap().count, 1, "a soft-deleted row has left its place");
}

#[tokio::test]
async fn rows_that_change_places_in_them_do_not_clash() {
    let sqlite = places().await;
    let main = |id, rank| {
        let mut row = place(id, false, Some("it's main"));
        row[4] = Value::Int(rank);
        row
    };
    // A rank of -1 is not held. Whichever of the two is changed first, one leaves its place to the other.
    for (one, other, by) in [(-1, 0, -1), (0, -1, -1), (-1, -2, 1), (-2, -1, 1)] {
        insert(&sqlite, &PLACE, [main(1, one), main(2, other)]).await.unwrap();
        let set = vec![Assignment { column: 4, change: Change::Add(by) }];
        let update = Update::new(&PLACE, Predicate::EVERYTHING, set);
        assert_eq!(sqlite.update(update).await.unwrap().count, 2);
        let ranks: Vec<_> = all(&sqlite, &PLACE).await.into_iter().map(|row| row[4].clone()).collect();
        assert_eq!(ranks, [one + by, other + by].map(Value::Int));
        let none = deletion(&PLACE, Predicate::EVERYTHING, crate::backend::DeleteMode::Hard);
        sqlite.delete(none).await.unwrap();
    }
}

async fn upsert(sqlite: &Sqlite, row: Row, set: Vec<Assignment>) -> crate::Result<Replacement> {
    let upsert = Upsert { schema: &PLACE, on: FLAG, row, set, only_if: Predicate::EVERYTHING };
    sqlite.upsert(upsert).await
}

#[tokio::test]
async fn a_row_that_they_do_not_hold_is_added() {
    let sqlite = places().await;
    let ranked = || vec![Assignment { column: 4, change: Change::Set(Value::Int(7)) }];
    insert(&sqlite, &PLACE, [place(1, true, None)]).await.unwrap();
    for set in [Vec::new(), ranked()] {
        let id = 2 + set.len() as i64;
        let added = upsert(&sqlite, place(id, false, None), set.clone()).await.unwrap();
        assert!(added.inserted && added.row == place(id, false, None));
        let there = upsert(&sqlite, place(9, true, None), set.clone()).await.unwrap();
        assert!(!there.inserted && there.row[0] == Value::Int(1));
        assert_eq!(there.row[4], if set.is_empty() { Value::Null } else { Value::Int(7) });
        // Another unique index, of the same columns.
        insert(&sqlite, &PLACE, [place(20 + id, false, Some("it's main"))]).await.unwrap();
        let mut row = place(30, false, Some("it's main"));
        let error = upsert(&sqlite, row.clone(), set.clone()).await.unwrap_err();
        assert_eq!(clash(&error), Some(("places_main", None)));
        row[2] = Value::Bool(true);
        assert_eq!(upsert(&sqlite, row, set).await.unwrap().row[0], Value::Int(1), "`on` comes first");
        let main = deletion(&PLACE, is(0, Value::Int(20 + id)), crate::backend::DeleteMode::Hard);
        sqlite.delete(main).await.unwrap();
    }
}

#[tokio::test]
async fn an_index_with_another_condition_is_told() {
    let made = |condition: &str| {
        format!("DROP INDEX places_flagged; CREATE UNIQUE INDEX places_flagged ON places (app){condition}")
    };
    let same = [" where deleted_at is null and flag=1", " WHERE \"deleted_at\" IS NULL\n AND [flag] = 1;"];
    let other = [
        "",
        " WHERE deleted_at IS NULL",
        " WHERE deleted_at IS NULL AND flag = 0",
        " WHERE flag = 1",
        " WHERE deleted_at IS NULL OR flag = 1",
    ];
    for (conditions, fits) in [(&same[..], true), (&other[..], false)] {
        for condition in conditions {
            let sqlite = places().await;
            sqlite.readers.with_shared(|session| session.connection.execute_batch(&made(condition)).unwrap());
            let answer = sqlite.ensure(&[&PLACE]).await;
            assert_eq!(answer.is_ok(), fits, "{condition}");
            let told = answer
                .map_or_else(|error| schema_error(&error).contains("the index `places_flagged`"), |()| true);
            assert!(told);
        }
    }
}
