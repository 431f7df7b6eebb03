use servers::{Job, JobFilter, JobStore, Proxy, Step, StepStore, open};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row};
use storewright::{Id, Store, StoreExt};

#[tokio::test]
async fn each_call_is_one_round_trip() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_statements").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&format!("{}?max_connections=1", proxy.url)).await;

    macro_rules! takes {
        ($number:expr, $call:expr) => {{
            // The first time the statement is prepared, which is two more.
            $call.await.unwrap();
            let _ = proxy.round_trips();
            $call.await.unwrap();
            assert_eq!(proxy.round_trips(), $number, "{}", stringify!($call));
        }};
    }
    let job = store.create_job(&Job::new("q", "first")).await.unwrap();
    let number = std::cell::Cell::new(0);
    let fresh = || {
        number.set(number.get() + 1);
        Job::new("q", &format!("fresh {}", number.get()))
    };
    takes!(1, async { store.create_job(&fresh()).await });
    takes!(1, store.get_job(&job.id));
    takes!(1, store.find_job(&Id::new()));
    takes!(1, store.get_job_by_token("first"));
    takes!(1, store.list_jobs(&JobFilter::new().filter(Job::QUEUE.eq("q")).limit(5)));
    takes!(1, store.update_job(&Job { attempts: 1, ..job.clone() }));
    takes!(1, store.add_attempt(&job.id, 5));
    takes!(1, store.claim_this_job(&job.id, Some("w")));
    takes!(1, store.claim_job("q", Some("w")));
    takes!(1, store.swap_token(&job, "first"));
    takes!(1, async { store.insert_new_job(&fresh()).await });
    takes!(1, store.upsert_by_token(&Job::new("q", "third")));
    takes!(1, store.take_by_token("third"));
    takes!(1, store.delete_job(&job.id));
    takes!(1, async { store.create_jobs(&(0..500).map(|_| fresh()).collect::<Vec<_>>()).await });
    // Begin, the call and commit.
    takes!(3, store.transaction(|tx| async move { tx.find_job_by_token("first").await }));
    store.close().await.unwrap();
}

#[tokio::test]
async fn lookups_use_an_index() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_plans").await;
    let store = open(&url).await;
    let jobs: Vec<_> = (0..2_000).map(|at| Job::new(&format!("q{}", at % 50), &at.to_string())).collect();
    store.create_jobs(&jobs).await.unwrap();
    let steps: Vec<_> = jobs.iter().map(|job| Step { id: Id::new(), job_id: job.id }).collect();
    store.create_steps(&steps).await.unwrap();
    let mut connection = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql("ANALYZE sv_jobs; ANALYZE sv_steps").execute(&mut connection).await.unwrap();
    for (condition, table) in [
        ("id = 'x'", "sv_jobs"),
        ("token = 'x'", "sv_jobs"),
        ("queue = 'q1' AND urgent = TRUE", "sv_jobs"),
        ("queue = 'q1'", "sv_jobs"),
        ("id = ANY(ARRAY['x', 'y'])", "sv_jobs"),
        ("token >= 'x' AND token < 'y'", "sv_jobs"),
        ("job_id = 'x'", "sv_steps"),
    ] {
        let explain = format!("EXPLAIN SELECT * FROM {table} WHERE {condition}");
        let plan = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
        assert!(!plan.iter().any(|line| line.contains("Seq Scan")), "{condition}: {plan:#?}");
    }
    store.close().await.unwrap();
}
