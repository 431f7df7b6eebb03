//! Databases on a MySQL or MariaDB server.

use sqlx::{AssertSqlSafe, Connection, MySqlConnection, Row};

/// Runs statements on the server itself.
pub async fn mysql_run(server: &str, statements: &[&str]) {
    let mut connection = MySqlConnection::connect(server).await.unwrap();
    for sql in statements {
        sqlx::raw_sql(AssertSqlSafe(*sql)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// The last column of the first row that the server answers with, as a text.
pub async fn mysql_ask(url: &str, sql: &str) -> Option<String> {
    let mut connection = MySqlConnection::connect(url).await.unwrap();
    let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.first().map(|row| row.get_unchecked::<String, _>(row.len() - 1))
}

/// A new, empty database on this server: its URL.
pub async fn mysql_database(server: &services::Server, name: &str) -> String {
    let (drop, create) = (format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}"));
    mysql_run(server.url(), &[&drop, &create]).await;
    server.url_of(name)
}
