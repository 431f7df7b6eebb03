//! PostgreSQL: databases on a server, and what it says that it was sent.

mod log;

pub use log::{Logged, PostgresLog, Step, steps};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Runs statements on the server itself.
///
/// # Panics
///
/// When the server can't be reached or refuses one.
pub async fn postgres_run(url: &str, statements: &[&str]) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    for sql in statements {
        sqlx::raw_sql(AssertSqlSafe(*sql)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// A new, empty database on this server: its URL.
///
/// # Panics
///
/// When it can't be made.
pub async fn postgres_database(server: &services::Server, name: &str) -> String {
    let (drop, create) = (format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}"));
    postgres_run(server.url(), &[&drop, &create]).await;
    server.url_of(name)
}

/// Ends the other connections to this database, and waits until they have gone.
pub(crate) async fn end_connections(url: &str) {
    let end = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    postgres_run(url, &[end]).await;
}

/// How many connections to this database wait for a lock.
pub(crate) async fn waiting(url: &str) -> i64 {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let sql = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waiting = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    waiting
}
