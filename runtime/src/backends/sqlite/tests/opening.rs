use std::time::Duration;

use super::fixture::*;
use crate::backend::{Backend, Executor, Select};
use crate::backends::sqlite::{Mode, Sqlite, SqliteOptions, Synchronous};
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;

fn options(url: &str) -> Result<SqliteOptions, Error> {
    SqliteOptions::from_url(url)
}

#[test]
fn urls() {
    let path = |url| options(url).unwrap().path.map(|path| path.display().to_string());
    assert_eq!(path("app.db").as_deref(), Some("app.db"));
    assert_eq!(path("//app.db").as_deref(), Some("app.db"));
    assert_eq!(path("///var/app.db").as_deref(), Some("/var/app.db"));
    assert_eq!(path(":memory:"), None);
    let set =
        options("a?busy_timeout=7&synchronous=off&mode=ro&readers=3&max_value_bytes=10&max_row_bytes=20")
            .unwrap();
    assert_eq!((set.busy_timeout, set.readers), (Duration::from_millis(7), 3));
    assert_eq!((set.synchronous, set.mode), (Synchronous::Off, Mode::ReadOnly));
    assert_eq!((set.limits.value_bytes, set.limits.row_bytes), (10, 20));
    for wrong in ["", "//", "a?mode=x", "a?synchronous=yes", "a?cache=1", "a?readers", "a?busy_timeout=-1"] {
        assert!(matches!(options(wrong).unwrap_err().kind(), ErrorKind::Config { .. }), "{wrong}");
    }
}

async fn refused(options: SqliteOptions) -> Error {
    options.open().await.unwrap_err()
}

#[tokio::test]
async fn what_is_no_database_is_told_at_once() {
    let file = File::new();
    std::fs::write(
        file.path(),
        "this is no database, but it is long enough to have a header of one hundred bytes. ".repeat(4),
    )
    .unwrap();
    let error = refused(SqliteOptions::file(file.path())).await;
    assert!(error.to_string().contains("is not a SQLite database"), "{error}");
    let untouched = std::fs::read_to_string(file.path()).unwrap();
    assert!(untouched.starts_with("this is no database"));
}

#[tokio::test]
async fn a_place_where_no_file_can_be_is_told_at_once() {
    let file = File::new();
    std::fs::write(file.path(), "").unwrap();
    let below = refused(SqliteOptions::file(file.path().join("app.db"))).await;
    assert!(
        matches!(below.kind(), ErrorKind::Config { reason } if reason.contains("no directory")),
        "{below}"
    );
    let directory = refused(SqliteOptions::file(std::env::temp_dir())).await;
    assert!(matches!(directory.kind(), ErrorKind::Config { reason } if reason.contains("is a directory")));
    for mode in [Mode::ReadWrite, Mode::ReadOnly] {
        let absent = refused(SqliteOptions::file(File::new().path()).mode(mode)).await;
        assert!(matches!(absent.kind(), ErrorKind::Config { reason } if reason.contains("no file")));
    }
    // Nobody makes files there, not even root.
    let denied = refused(SqliteOptions::file("/proc/storewright.db")).await;
    assert!(matches!(denied.kind(), ErrorKind::Unavailable { .. }), "{denied}");
}

#[tokio::test]
async fn a_file_can_be_opened_to_read_only() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    let reader = SqliteOptions::file(file.path()).mode(Mode::ReadOnly).open().await.unwrap();
    assert_eq!(count(&reader, &APP).await, 1);
    let error = insert(&reader, &APP, [app_row(2)]).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Backend { reason } if reason.contains("only be read")),
        "{error}"
    );
    insert(&sqlite, &APP, [app_row(2)]).await.unwrap();
    assert_eq!(count(&reader, &APP).await, 2);
}

#[tokio::test]
async fn a_lock_that_stays_is_busy() {
    let file = File::new();
    let sqlite = in_file(&file).await;
    let quick =
        SqliteOptions::file(file.path()).busy_timeout(Duration::from_millis(30)).open().await.unwrap();
    let other = file.other();
    other.execute_batch("BEGIN IMMEDIATE; DELETE FROM apps").unwrap();
    for rows in [1, 2] {
        let error = insert(&quick, &APP, (2..2 + rows).map(app_row)).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Busy { .. }) && error.is_retryable(), "{error}");
    }
    assert_eq!(count(&quick, &APP).await, 1, "reads go on, and see what was committed");
    let waiting = insert(&sqlite, &APP, [app_row(2)]);
    let release = async {
        tokio::task::yield_now().await;
        other.execute_batch("ROLLBACK").unwrap();
    };
    assert_eq!(tokio::join!(waiting, release).0, Ok(()));
    assert_eq!(count(&sqlite, &APP).await, 2);
}

#[tokio::test]
async fn after_a_close_every_call_says_so() {
    for file in [None, Some(File::new())] {
        let sqlite = match &file {
            Some(file) => in_file(file).await,
            None => memory().await,
        };
        sqlite.ping().await.unwrap();
        sqlite.close().await.unwrap();
        sqlite.close().await.unwrap();
        let closed = |error: Error| assert_eq!(error.kind(), &ErrorKind::Closed);
        closed(sqlite.ping().await.unwrap_err());
        closed(sqlite.ensure(&ALL).await.unwrap_err());
        closed(sqlite.select(Select::new(&APP, Predicate::EVERYTHING)).await.unwrap_err());
        closed(insert(&sqlite, &APP, [app_row(2)]).await.unwrap_err());
        if let Some(file) = file {
            let log = format!("{}-wal", file.path().display());
            assert!(!std::path::Path::new(&log).exists(), "the log is moved into the file");
        }
    }
}

#[tokio::test]
async fn memory_is_one_database_for_each_open() {
    let (one, other) = (memory().await, memory().await);
    insert(&one, &APP, [app_row(2)]).await.unwrap();
    assert_eq!((count(&one, &APP).await, count(&other, &APP).await), (2, 1));
    assert!(!one.capabilities().durable);
    let sqlite = Sqlite::from_url(":memory:").await.unwrap();
    assert_eq!(sqlite.capabilities().name, "sqlite");
}
