use super::fixture::*;
use crate::backend::{Backend, Executor, Insert, Select};
use crate::backends::sqlite::Sqlite;
use crate::query::Predicate;
use crate::schema::{ColumnSchema, EntitySchema, IndexColumn, IndexSchema};
use crate::value::ValueType;

static NOTE: EntitySchema = EntitySchema::new(
    "Note",
    "notes",
    &[
        ColumnSchema::new("id", "id", ValueType::Int, false),
        ColumnSchema::new("text", "text", ValueType::Text, false),
        ColumnSchema::new("rank", "rank", ValueType::Int, true),
    ],
    &[0],
)
.with_indexes(&[IndexSchema::unique("notes_text", &[IndexColumn::asc(1)])]);

/// What `ensure` says to a table that somebody made.
async fn answer(made: &str) -> String {
    let file = File::new();
    file.other().execute_batch(made).unwrap();
    let sqlite = Sqlite::open(file.path()).await.unwrap();
    match sqlite.ensure(&[&NOTE]).await {
        Ok(()) => "fits".to_owned(),
        Err(error) => schema_error(&error).to_owned(),
    }
}

#[tokio::test]
async fn is_idempotent_and_keeps_rows() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    for _ in 0..3 {
        sqlite.ensure(&ALL).await.unwrap();
    }
    assert_eq!(count(&sqlite, &APP).await, 1);
    sqlite.close().await.unwrap();
    let again = Sqlite::open(file.path()).await.unwrap();
    again.ensure(&ALL).await.unwrap();
    assert_eq!(count(&again, &APP).await, 1);
}

#[tokio::test]
async fn what_others_added_is_left_alone() {
    let more = "CREATE TABLE notes (rank INTEGER, extra TEXT, due TEXT NOT NULL DEFAULT 'x', id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
        CREATE INDEX of_others ON notes (extra); CREATE TABLE others (x)";
    assert_eq!(answer(more).await, "fits");
}

#[tokio::test]
async fn a_table_that_does_not_fit_is_told_with_the_way_out() {
    let wrong = [
        ("CREATE TABLE notes (id INTEGER PRIMARY KEY, rank INTEGER) STRICT", "no column `text`"),
        (
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text BLOB NOT NULL, rank INTEGER) STRICT",
            "`notes.text` is BLOB, not TEXT",
        ),
        (
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, rank INTEGER) STRICT",
            "`notes.text` is not NOT NULL",
        ),
        (
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, rank INTEGER NOT NULL) STRICT",
            "`notes.rank` is NOT NULL",
        ),
        (
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, rank INTEGER, x TEXT NOT NULL) STRICT",
            "`notes.x` is NOT NULL without a default",
        ),
        ("CREATE TABLE notes (id INTEGER NOT NULL, text TEXT NOT NULL, rank INTEGER) STRICT", "primary key"),
        ("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, rank INTEGER)", "not STRICT"),
        ("CREATE VIEW notes AS SELECT 1 AS id", "is a view"),
        (
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, rank INTEGER) STRICT; CREATE INDEX notes_text ON notes (rank)",
            "the index `notes_text`",
        ),
        (
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL, rank INTEGER) STRICT; INSERT INTO notes VALUES (1, 'a', 1), (2, 'a', 1)",
            "the unique index `notes_text`",
        ),
    ];
    for (made, told) in wrong {
        let answer = answer(made).await;
        assert!(answer.contains(told), "{answer}");
    }
}

#[tokio::test]
async fn a_reference_that_the_table_lacks_is_told() {
    let file = File::new();
    file.other()
        .execute_batch("CREATE TABLE nodes (id INTEGER PRIMARY KEY, parent_id INTEGER, label TEXT) STRICT")
        .unwrap();
    let sqlite = Sqlite::open(file.path()).await.unwrap();
    let error = sqlite.ensure(&[&NODE]).await.unwrap_err();
    assert!(schema_error(&error).contains("no foreign key (parent_id) to `nodes`"), "{error}");
}

#[tokio::test]
async fn a_failure_leaves_nothing_behind() {
    let file = File::new();
    file.other().execute_batch("CREATE TABLE nodes (x)").unwrap();
    let sqlite = Sqlite::open(file.path()).await.unwrap();
    sqlite.ensure(&[&NOTE, &NODE]).await.unwrap_err();
    let tables: i64 =
        file.other().query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 1);
}

#[tokio::test]
async fn without_tables_the_way_out_is_told() {
    let sqlite = Sqlite::memory().await.unwrap();
    let error = sqlite.select(Select::new(&NODE, Predicate::EVERYTHING)).await.unwrap_err();
    assert!(schema_error(&error).contains("call `migrate` first"), "{error}");
    let error = sqlite.insert(Insert { schema: &NODE, rows: vec![node_row(1, None)] }).await.unwrap_err();
    assert!(schema_error(&error).contains("call `migrate` first"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_at_once_create_once() {
    let file = File::new();
    let stores = (0..6).map(|_| {
        let path = file.path().clone();
        tokio::spawn(async move {
            let sqlite = Sqlite::open(path).await?;
            sqlite.ensure(&ALL).await
        })
    });
    for store in stores.collect::<Vec<_>>() {
        store.await.unwrap().unwrap();
    }
}
