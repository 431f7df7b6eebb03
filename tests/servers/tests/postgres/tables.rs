use servers::{Job, JobStore, open, refusal};
use storewright::{ErrorKind, Store};

#[tokio::test]
async fn what_is_missing_is_added_and_what_does_not_fit_is_told() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_tables").await;
    let store = open(&url).await;
    store.create_job(&Job::new("q", "t")).await.unwrap();
    servers::postgres_run(
        &url,
        &[
            "DROP INDEX sv_jobs_queue_key",
            "ALTER TABLE sv_jobs DROP COLUMN worker",
            "ALTER TABLE sv_steps DROP CONSTRAINT sv_steps_job_id_fkey",
        ],
    )
    .await;
    // Many at once, as processes that start together.
    let starts: Vec<_> = (0..8)
        .map(|_| {
            tokio::spawn({
                let url = url.clone();
                async move { drop(open(&url).await) }
            })
        })
        .collect();
    for start in starts {
        start.await.unwrap();
    }
    let urgent = |token| Job { urgent: true, ..Job::new("q", token) };
    store.create_job(&urgent("one")).await.unwrap();
    assert!(store.create_job(&urgent("other")).await.unwrap_err().is_conflict());
    let longer = store.create_job(&Job::new("q", &"x".repeat(1_301))).await.unwrap_err();
    assert!(matches!(longer.kind(), ErrorKind::InvalidValue { field: "token", .. }));
    store.close().await.unwrap();

    servers::postgres_run(&url, &["ALTER TABLE sv_jobs ALTER attempts TYPE integer"]).await;
    assert!(refusal(&url).await.contains("`sv_jobs.attempts` is integer, not bigint"));
    servers::postgres_run(
        &url,
        &[
            "ALTER TABLE sv_jobs ALTER attempts TYPE bigint",
            "ALTER TABLE sv_jobs ALTER worker TYPE text COLLATE \"default\"",
        ],
    )
    .await;
    assert!(refusal(&url).await.contains("collation `default`"));
    servers::postgres_run(
        &url,
        &[
            "ALTER TABLE sv_jobs ALTER worker TYPE text COLLATE \"C\"",
            "DROP INDEX sv_jobs_token_key",
            "CREATE INDEX sv_jobs_token_key ON sv_jobs (token)",
        ],
    )
    .await;
    assert!(refusal(&url).await.contains("the index `sv_jobs_token_key`"));
}

#[tokio::test]
async fn a_server_that_cannot_be_used_is_told_without_the_url() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    servers::cannot_be_opened(&[
        (server.url_of("no_such_database"), "no database of this name"),
        (format!("{}?schema=nowhere", server.url()), "`schema`"),
        ("postgres://nobody:s3cret@127.0.0.1:1/app".to_owned(), "can't be reached"),
    ])
    .await;
}
