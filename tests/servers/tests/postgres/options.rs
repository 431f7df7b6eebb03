use servers::{Engine, Job, JobStore, open};
use sqlx::{Connection, PgConnection};
use storewright::Store;

#[tokio::test]
async fn a_unix_socket_is_a_way_in() {
    servers::a_unix_socket_is_a_way_in(Engine::Postgres).await;
}

#[tokio::test]
async fn a_statement_that_takes_too_long_ends() {
    servers::a_statement_that_takes_too_long_ends(Engine::Postgres).await;
}

#[tokio::test]
async fn the_application_has_its_name_and_its_schema() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_named").await;
    servers::postgres_run(&url, &["CREATE SCHEMA shop"]).await;
    let store = open(&format!("{url}?application_name=the%20shop&schema=shop&max_connections=1")).await;
    store.create_job(&Job::new("q", "t")).await.unwrap();

    let mut other = PgConnection::connect(&url).await.unwrap();
    let ask = "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let names: Vec<String> = sqlx::query_scalar(ask).fetch_all(&mut other).await.unwrap();
    assert_eq!(names, ["the shop"]);
    let count: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM shop.sv_jobs").fetch_one(&mut other).await.unwrap();
    assert_eq!(count, 1);
    other.close().await.unwrap();
    store.close().await.unwrap();
}
