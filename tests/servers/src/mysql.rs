use sqlx::{AssertSqlSafe, Connection, MySqlConnection};

/// Runs statements on the server itself.
pub async fn mysql_run(server: &str, statements: &[&str]) {
    let mut connection = MySqlConnection::connect(server).await.unwrap();
    for sql in statements {
        sqlx::raw_sql(AssertSqlSafe(*sql)).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// A new, empty database on this server: its URL.
pub async fn mysql_database(server: &services::Server, name: &str) -> String {
    let (drop, create) = (format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}"));
    mysql_run(server.url(), &[&drop, &create]).await;
    server.url_of(name)
}
