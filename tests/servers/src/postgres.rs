//! Databases on a PostgreSQL server.

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

/// A new, empty database on the PostgreSQL that all tests share: its URL. `None` where the tests go without, which is said.
///
/// # Panics
///
/// When no server can be had.
pub async fn shared_postgres(database: &str) -> Option<String> {
    if services::skipped("postgres") {
        return None;
    }
    let server = services::postgres().unwrap_or_else(|error| panic!("{error}"));
    Some(postgres_database(&server, database).await)
}
