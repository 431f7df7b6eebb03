use std::collections::HashMap;

use servers::{Job, JobFilter, JobStore, LogStep, Logged, PostgresLog, Proxy, open, steps};
use storewright::{Id, Store, StoreExt};

/// Jobs that were never there before.
#[derive(Default)]
struct Fresh(std::cell::Cell<u32>);

impl Fresh {
    fn job(&self) -> Job {
        self.0.set(self.0.get() + 1);
        Job::new("q", &format!("fresh {}", self.0.get()))
    }
}

#[tokio::test]
async fn each_call_is_one_round_trip() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_round_trips").await;
    let proxy = Proxy::to(&url).await;
    let store = open(&proxy.with("max_connections=1")).await;

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
    let fresh = Fresh::default();
    takes!(1, async { store.create_job(&fresh.job()).await });
    takes!(1, store.get_job(&job.id));
    takes!(1, store.find_job(&Id::new()));
    takes!(1, store.get_job_by_token("first"));
    takes!(1, store.list_jobs(&JobFilter::new().filter(Job::QUEUE.eq("q")).limit(5)));
    takes!(1, store.update_job(&Job { attempts: 1, ..job.clone() }));
    takes!(1, store.add_attempt(&job.id, 5));
    takes!(1, store.claim_this_job(&job.id, Some("w")));
    takes!(1, store.claim_job("q", Some("w")));
    takes!(1, store.swap_token(&job, "first"));
    takes!(1, async { store.insert_new_job(&fresh.job()).await });
    takes!(1, store.upsert_by_token(&Job::new("q", "third")));
    takes!(1, store.take_by_token("third"));
    takes!(1, store.delete_job(&job.id));
    takes!(1, async { store.create_jobs(&(0..500).map(|_| fresh.job()).collect::<Vec<_>>()).await });
    // Begin, the call and commit.
    takes!(3, store.transaction(|tx| async move { tx.find_job_by_token("first").await }));
    store.close().await.unwrap();
}

/// One statement, its values and its run, and nothing else; its text.
fn only_one(logged: &[Logged], call: &str) -> String {
    let is_one = [LogStep::Bind, LogStep::Execute].iter().all(|step| steps(logged, *step) == 1);
    assert!(is_one && steps(logged, LogStep::Simple) == 0, "{call}: {logged:#?}");
    logged[0].sql.clone()
}

#[tokio::test]
async fn the_server_sees_one_statement_for_each_call() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres_private().unwrap();
    if !servers::is_private(&server) {
        return;
    }
    let url = servers::postgres_database(&server, "sw_log").await;
    let store = open(&format!("{url}?max_connections=1&application_name=sw_log")).await;
    let mut log = PostgresLog::of(&server, "sw_log").await;
    let mut everything = Vec::new();
    let fresh = Fresh::default();
    let job = store.create_job(&fresh.job()).await.unwrap();
    let missing = Id::<Job>::new();
    log.take();

    macro_rules! is_one {
        ($call:expr) => {{
            // The first time it is prepared, if no call of the same text was before.
            $call.await.unwrap();
            let first = log.take();
            let sql = only_one(&first, stringify!($call));
            $call.await.unwrap();
            let second = log.take();
            assert_eq!(only_one(&second, stringify!($call)), sql, "{}", stringify!($call));
            assert_eq!(steps(&second, LogStep::Parse), 0, "prepared again: {second:#?}");
            everything.extend(first.into_iter().chain(second));
        }};
    }
    is_one!(async { store.create_job(&fresh.job()).await });
    is_one!(store.get_job(&job.id));
    is_one!(store.find_job(&job.id));
    is_one!(store.find_job(&missing));
    is_one!(store.get_job_by_token(&job.token));
    is_one!(store.find_job_by_token("nobody's"));
    is_one!(store.find_urgent_job("q"));
    is_one!(store.list_jobs_by_queue("q"));
    is_one!(store.list_jobs(&JobFilter::new().filter(Job::QUEUE.eq("q")).limit(5)));
    is_one!(store.list_jobs(&JobFilter::new().filter(Job::QUEUE.eq("nobody's")).limit(5)));
    is_one!(store.update_job(&Job { attempts: 1, ..job.clone() }));
    is_one!(store.swap_token(&job, &job.token));
    is_one!(store.swap_token(&job, "another"));
    is_one!(store.claim_this_job(&job.id, Some("w")));
    is_one!(store.claim_job("q", Some("w")));
    is_one!(store.claim_job("nobody's", Some("w")));
    is_one!(async { store.upsert_by_token(&fresh.job()).await });
    is_one!(store.upsert_by_token(&Job::new("q", &job.token)));
    is_one!(store.add_attempt(&job.id, 50));
    is_one!(store.take_by_token("fresh 1"));
    is_one!(store.take_by_token("nobody's"));
    is_one!(async { store.insert_new_job(&fresh.job()).await });
    is_one!(store.insert_new_job(&Job { token: "other".to_owned(), ..job.clone() }));
    is_one!(store.delete_job(&job.id));
    is_one!(store.delete_job(&missing));
    // Why nothing was done is looked up: whether there is no row, or one that may not change so.
    store.add_attempt(&missing, 50).await.map(drop).unwrap_err();
    assert_eq!(steps(&log.take(), LogStep::Execute), 2);

    // Each text was prepared once on the only connection, however many calls have it.
    let mut prepared = HashMap::new();
    for line in everything.iter().filter(|line| line.step == LogStep::Parse) {
        *prepared.entry((line.process, line.sql.as_str())).or_insert(0) += 1;
    }
    assert!(prepared.len() >= 12, "{prepared:#?}");
    assert!(prepared.values().all(|&times| times == 1), "{prepared:#?}");
    assert_eq!(
        prepared.keys().map(|(process, _)| process).collect::<std::collections::HashSet<_>>().len(),
        1
    );

    // A new connection sends the call and nothing before it.
    servers::postgres_run(
        server.url(),
        &["SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'sw_log'"],
    )
    .await;
    log.take();
    store.find_job(&missing).await.unwrap();
    let first = log.take();
    only_one(&first, "on a new connection");
    assert_eq!(steps(&first, LogStep::Parse), 1);
    assert_ne!(first[0].process, everything[0].process);
    store.close().await.unwrap();
}
