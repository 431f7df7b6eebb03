//! Databases on a MySQL or MariaDB server.

use sqlx::{AssertSqlSafe, Connection, MySqlConnection, Row};

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

/// The last column of the first row that the server answers with, as a text.
pub async fn mysql_ask(url: &str, sql: &str) -> Option<String> {
    let mut connection = MySqlConnection::connect(url).await.unwrap();
    let rows = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    rows.first().map(|row| row.get_unchecked::<String, _>(row.len() - 1))
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

/// Ends the other connections to this database, and waits until they have gone.
pub(crate) async fn end_connections(url: &str) {
    let mut connection = MySqlConnection::connect(url).await.unwrap();
    let others = "SELECT CAST(id AS SIGNED) FROM information_schema.processlist \
        WHERE db = DATABASE() AND id <> CONNECTION_ID()";
    loop {
        let ids: Vec<i64> = sqlx::query_scalar(others).fetch_all(&mut connection).await.unwrap();
        if ids.is_empty() {
            break;
        }
        for id in ids {
            // It may have gone by itself meanwhile.
            let _ = sqlx::raw_sql(AssertSqlSafe(format!("KILL {id}"))).execute(&mut connection).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    connection.close().await.unwrap();
}

/// How many transactions wait for a lock.
pub(crate) async fn waiting(url: &str) -> i64 {
    let mut connection = MySqlConnection::connect(url).await.unwrap();
    let sql = "SELECT COUNT(*) FROM information_schema.innodb_trx t \
        JOIN information_schema.processlist p ON p.id = t.trx_mysql_thread_id \
        WHERE t.trx_state = 'LOCK WAIT' AND p.db = DATABASE()";
    // InnoDB looks anew only when nobody has asked for a tenth of a second.
    tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    let waiting = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    waiting
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
