use servers::{Job, JobFilter, JobStore, Step, StepStore, open};
use sqlx::{Connection, MySqlConnection, Row};
use storewright::{Id, Store};

/// The statements that were run since the log was emptied last.
async fn logged(log: &mut MySqlConnection) -> Vec<String> {
    let rows = sqlx::query(
        "SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log \
        WHERE command_type IN ('Query', 'Execute') AND argument NOT LIKE '%general_log%' ORDER BY event_time",
    );
    let rows = rows.fetch_all(&mut *log).await.unwrap();
    sqlx::raw_sql("TRUNCATE mysql.general_log").execute(log).await.unwrap();
    rows.iter().map(|row| row.get_unchecked(0)).collect()
}

#[tokio::test]
async fn each_call_is_one_statement_where_the_server_can() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql_private().unwrap();
    let url = servers::mysql_database(&server, "sw_statements").await;
    let store = open(&url).await;
    let version = servers::mysql_ask(server.url(), "SELECT VERSION()").await.unwrap();
    let mut log = MySqlConnection::connect(server.url()).await.unwrap();
    sqlx::raw_sql("SET GLOBAL log_output = 'TABLE'; SET GLOBAL general_log = ON")
        .execute(&mut log)
        .await
        .unwrap();
    // Opens the connection and sets it up.
    store.ping().await.unwrap();
    logged(&mut log).await;
    let job = Job::new("q", "first");

    macro_rules! takes {
        ($number:expr, $call:expr) => {{
            $call.await.unwrap();
            let statements = logged(&mut log).await;
            assert_eq!(statements.len(), $number, "{}: {statements:#?}", stringify!($call));
        }};
    }
    takes!(1, store.create_job(&job));
    takes!(1, store.get_job(&job.id));
    takes!(1, store.find_job(&Id::new()));
    takes!(1, store.get_job_by_token("first"));
    takes!(1, store.list_jobs(&JobFilter::new().filter(Job::QUEUE.eq("q")).limit(5)));
    let read = store.get_job(&job.id).await.unwrap();
    logged(&mut log).await;
    takes!(1, store.update_job(&Job { attempts: 1, ..read }));
    // It has the moment of its creation wrong. The server gives no changed rows: it is read, and changed if it is the same still.
    takes!(3, store.update_job(&Job { attempts: 2, ..job.clone() }));
    takes!(1, store.claim_this_job(&job.id, Some("w")));
    takes!(1, store.swap_token(&Job { token: "second".to_owned(), ..job.clone() }, "first"));
    takes!(1, store.insert_new_job(&Job::new("q", "other")));
    takes!(1, store.upsert_by_token(&Job::new("q", "third")));
    takes!(1, store.delete_job(&job.id));
    // MySQL gives no deleted rows either.
    takes!(if version.contains("MariaDB") { 1 } else { 4 }, store.take_by_token("third"));
    let counted = store.create_job(&Job::new("q", "counted")).await.unwrap();
    logged(&mut log).await;
    // Locked, read and changed in a transaction.
    takes!(4, store.add_attempt(&counted.id, 5));
    // A transaction, so that the row that clashes can be found.
    takes!(3, store.create_jobs(&(0..500).map(|at| Job::new("bulk", &at.to_string())).collect::<Vec<_>>()));
    sqlx::raw_sql("SET GLOBAL general_log = OFF").execute(&mut log).await.unwrap();
    store.close().await.unwrap();
}

#[tokio::test]
async fn lookups_use_an_index() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    let url = servers::mysql_database(&server, "sw_plans").await;
    let store = open(&url).await;
    let jobs: Vec<_> = (0..2_000).map(|at| Job::new(&format!("q{}", at % 50), &at.to_string())).collect();
    store.create_jobs(&jobs).await.unwrap();
    let steps: Vec<_> = jobs.iter().map(|job| Step { id: Id::new(), job_id: job.id }).collect();
    store.create_steps(&steps).await.unwrap();
    let mut connection = MySqlConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("ANALYZE TABLE sv_jobs, sv_steps").fetch_all(&mut connection).await.unwrap();
    for (condition, table) in [
        ("id = 'x'", "sv_jobs"),
        ("token = 'x'", "sv_jobs"),
        ("queue = 'q1' AND urgent = 1", "sv_jobs"),
        ("queue = 'q1'", "sv_jobs"),
        ("job_id = 'x'", "sv_steps"),
    ] {
        let explain = format!("EXPLAIN FORMAT=JSON SELECT * FROM {table} WHERE {condition}");
        let plan = servers::mysql_ask(&url, &explain).await.unwrap();
        // By either server's words; MariaDB looks for a single row at once.
        assert!(plan.contains("access_type") || plan.contains("after reading const tables"), "{plan}");
        assert!(!plan.contains(r#""access_type": "ALL""#) && !plan.contains("Table scan"), "{plan}");
    }
    store.close().await.unwrap();
}
