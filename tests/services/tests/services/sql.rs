//! Both servers start, and their defaults are such that a careless statement shows.

use std::time::Duration;

use sqlx::AnyConnection;
use sqlx::{Connection as _, Row as _};

use crate::program::{Directory, Program};

/// A connection, or `None` if there was none within two seconds.
pub(crate) async fn connect(url: &str) -> Option<AnyConnection> {
    sqlx::any::install_default_drivers();
    tokio::time::timeout(Duration::from_secs(2), AnyConnection::connect(url)).await.ok()?.ok()
}

/// The text of the first column of the only row.
pub(crate) async fn text(connection: &mut AnyConnection, statement: &'static str) -> String {
    sqlx::query(statement).fetch_one(connection).await.unwrap().get(0)
}

#[tokio::test]
async fn postgres_starts_and_does_not_sort_by_bytes() {
    if services::skipped("postgres") {
        return;
    }
    let directory = Directory::new();
    let mut program = Program::start(&directory, &["postgres"], &[]);
    let mut connection = connect(&program.url().unwrap()).await.unwrap();
    assert_eq!(text(&mut connection, "SHOW server_encoding").await, "UTF8");
    assert_eq!(text(&mut connection, "SHOW fsync").await, "off");
    assert_eq!(text(&mut connection, "SELECT ('a' < 'B')::text").await, "true");
}

#[tokio::test]
async fn mysql_starts_and_takes_case_and_accents_for_the_same() {
    if services::skipped("mysql") {
        return;
    }
    let directory = Directory::new();
    let mut program = Program::start(&directory, &["mysql"], &[]);
    let url = program.url().unwrap();
    let mut connection = connect(&url).await.unwrap();
    assert_eq!(
        text(&mut connection, "SELECT CAST(@@collation_database AS CHAR)").await,
        "utf8mb4_general_ci"
    );
    // A database of the user's own.
    sqlx::query("CREATE DATABASE another").execute(&mut connection).await.unwrap();
    let another = format!("{}another", url.strip_suffix("storewright").unwrap());
    let mut connection = connect(&another).await.unwrap();
    sqlx::query("CREATE TABLE words (word VARCHAR(20) UNIQUE)").execute(&mut connection).await.unwrap();
    sqlx::query("INSERT INTO words VALUES ('é')").execute(&mut connection).await.unwrap();
    assert!(sqlx::query("INSERT INTO words VALUES ('E ')").execute(&mut connection).await.is_err());
    let mode = text(&mut connection, "SELECT CAST(@@sql_mode AS CHAR)").await;
    assert!(mode.contains("STRICT_TRANS_TABLES"), "{mode}");
}
