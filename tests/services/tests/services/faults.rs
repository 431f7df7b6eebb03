//! A private server is stopped in every way, and keeps what was committed.

use std::path::{Path, PathBuf};

use services::{Result, Server};
use sqlx::Connection as _;

use crate::sql::{connect, text};

async fn survives(start: fn() -> Result<Server>, data_directory: &'static str) {
    let server = start().unwrap();
    if !server.is_private() {
        // Given by the environment: refused, in words that help.
        let error = server.kill().unwrap_err().to_string();
        assert!(error.contains("_private") && error.contains("_URL"), "{error}");
        return;
    }
    let url = server.url();
    let mut connection = connect(url).await.unwrap();
    let run = run_directory(&text(&mut connection, data_directory).await);
    sqlx::query("CREATE TABLE kept (name VARCHAR(20) PRIMARY KEY)").execute(&mut connection).await.unwrap();
    sqlx::query("INSERT INTO kept VALUES ('first')").execute(&mut connection).await.unwrap();

    server.restart().unwrap();
    assert!(connection.ping().await.is_err(), "a connection outlived its server");
    let mut connection = connect(url).await.unwrap();
    assert_eq!(text(&mut connection, "SELECT name FROM kept").await, "first");

    sqlx::query("UPDATE kept SET name = 'second'").execute(&mut connection).await.unwrap();
    server.kill().unwrap();
    assert!(connect(url).await.is_none(), "a killed server takes connections");
    server.restart().unwrap();
    let mut connection = connect(url).await.unwrap();
    assert_eq!(text(&mut connection, "SELECT name FROM kept").await, "second");

    server.pause().unwrap();
    assert!(connect(url).await.is_none(), "a halted server answers");
    let query = sqlx::query("SELECT name FROM kept").fetch_one(&mut connection);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(500), query).await.is_err());
    server.resume().unwrap();
    assert!(connect(url).await.is_some());

    server.stop().unwrap();
    server.stop().unwrap();
    assert!(connect(url).await.is_none(), "a stopped server takes connections");
    server.restart().unwrap();
    let mut connection = connect(url).await.unwrap();
    assert_eq!(text(&mut connection, "SELECT name FROM kept").await, "second");

    // Ends in whatever state it is.
    server.pause().unwrap();
    assert!(run.is_dir());
    drop(server);
    assert!(!run.exists(), "files are left");
}

/// A server's directory, from that of its data.
fn run_directory(data: &str) -> PathBuf {
    Path::new(data).ancestors().find(|path| path.join("alive").exists()).unwrap().to_path_buf()
}

#[tokio::test]
async fn postgres_survives_its_faults() {
    if !services::skipped("postgres") {
        survives(services::postgres_private, "SHOW data_directory").await;
    }
}

#[tokio::test]
async fn mysql_survives_its_faults() {
    if !services::skipped("mysql") {
        survives(services::mysql_private, "SELECT CAST(@@datadir AS CHAR(500))").await;
    }
}

#[test]
fn the_shared_server_cannot_be_stopped() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    assert!(!server.is_private());
    for refused in [server.stop(), server.restart(), server.kill(), server.pause(), server.resume()] {
        assert!(refused.unwrap_err().to_string().contains("postgres_private"));
    }
    assert_eq!(services::postgres().unwrap().url(), server.url());
    assert!(!format!("{server:?}").contains("postgres://"), "a password is shown");
}
