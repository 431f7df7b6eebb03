use servers::{Engine, Job, JobFilter, JobStore, mysql_ask, open};
use storewright::{ConnectOptions, Entity, ErrorKind, Store, StoreExt, StoreHandle};

/// A store of tables that are there.
async fn connect(url: &str) -> StoreHandle {
    ConnectOptions::url(url).connect(vec![Job::schema()]).await.unwrap()
}

#[tokio::test]
async fn a_unix_socket_is_a_way_in() {
    servers::a_unix_socket_is_a_way_in(Engine::MySql).await;
}

#[tokio::test]
async fn a_statement_that_takes_too_long_ends() {
    servers::a_statement_that_takes_too_long_ends(Engine::MySql).await;
}

#[tokio::test]
#[allow(clippy::print_stderr, reason = "a test that does less says so")]
async fn the_application_is_known_by_its_name() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    if mysql_ask(server.url(), "SELECT CAST(@@performance_schema AS CHAR)").await.as_deref() != Some("1") {
        eprintln!("skipped: the server's performance_schema is off, as MariaDB's is by default");
        return;
    }
    let url = servers::mysql_database(&server, "sw_named").await;
    let store = open(&format!("{url}?application_name=the%20shop&max_connections=1")).await;
    let ask = "SELECT CONVERT(variable_value USING utf8mb4) FROM performance_schema.user_variables_by_thread \
        JOIN performance_schema.threads USING (thread_id) \
        WHERE processlist_db = 'sw_named' AND variable_name = 'application_name'";
    assert_eq!(mysql_ask(server.url(), ask).await.as_deref(), Some("the shop"));
    store.close().await.unwrap();
}

#[tokio::test]
async fn a_server_without_room_for_statements_makes_nobody_fail() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql_private().unwrap();
    if !servers::is_private(&server) {
        return;
    }
    let url = servers::mysql_database(&server, "sw_room").await;
    let store = open(&format!("{url}?max_connections=1")).await;
    servers::mysql_run(server.url(), &["SET GLOBAL max_prepared_stmt_count = 2"]).await;
    for round in 0..3 {
        let job = store.create_job(&Job::new("q", &round.to_string())).await.unwrap();
        assert_eq!(store.get_job(&job.id).await.unwrap(), job);
        let changed = store.update_job(&Job { attempts: 1, ..job.clone() }).await.unwrap();
        assert_eq!(store.find_job_by_token(&changed.token).await.unwrap().as_ref(), Some(&changed));
        assert_eq!(store.list_jobs(&JobFilter::new().limit(1)).await.unwrap().total, Some(1));
        let tx = store.begin().await.unwrap();
        assert_eq!(tx.get_job(&job.id).await.unwrap(), changed);
        let other = tx.create_job(&Job::new("q", "in a transaction")).await.unwrap();
        assert!(tx.claim_this_job(&job.id, Some("w")).await.unwrap());
        assert!(tx.delete_job(&other.id).await.unwrap());
        tx.commit().await.unwrap();
        assert!(store.delete_job(&job.id).await.unwrap());
    }
    // Not even one: that is said.
    servers::mysql_run(server.url(), &["SET GLOBAL max_prepared_stmt_count = 0"]).await;
    let other = connect(&url).await;
    let error = other.find_job_by_token("t").await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
    assert!(error.to_string().contains("`statement_cache`"), "{error}");
    other.close().await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn no_secret_is_told_or_logged() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    let url = servers::mysql_database(&server, "sw_secrets").await;
    let spoil = async || servers::mysql_run(&url, &["DROP TABLE sv_steps", "DROP TABLE sv_jobs"]).await;
    servers::nothing_secret_is_told(&url, spoil).await;
}
