//! Databases on a MySQL or MariaDB server.

use sqlx::{AssertSqlSafe, Connection, MySqlConnection};

/// Runs statements on the server itself.
///
/// # Panics
///
/// When the server can't be reached or refuses one.
pub async fn mysql_run(server: &str, statements: &[&str]) {
    let mut connection = MySqlConnection::connect(server).await.unwrap();
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
pub async fn mysql_database(server: &services::Server, name: &str) -> String {
    let (drop, create) = (format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}"));
    mysql_run(server.url(), &[&drop, &create]).await;
    server.url_of(name)
}

/// A new, empty database on the MariaDB or MySQL that all tests share: its URL. `None` where the tests go without, which is said.
///
/// # Panics
///
/// When no server can be had.
pub async fn shared_mysql(database: &str) -> Option<String> {
    if services::skipped("mysql") {
        return None;
    }
    let server = services::mysql().unwrap_or_else(|error| panic!("{error}"));
    Some(mysql_database(&server, database).await)
}
