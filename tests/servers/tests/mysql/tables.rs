use servers::{Job, JobStore, open, refusal};
use storewright::{ErrorKind, Store};

#[tokio::test]
async fn what_is_missing_is_added_and_what_does_not_fit_is_told() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    let url = servers::mysql_database(&server, "sw_tables").await;
    let store = open(&url).await;
    store.create_job(&Job::new("q", "t")).await.unwrap();
    // Once more, after what a crash might have left.
    servers::mysql_run(
        &url,
        &[
            "ALTER TABLE sv_jobs DROP INDEX sv_jobs_queue_key, DROP COLUMN worker",
            "ALTER TABLE sv_jobs MODIFY token VARCHAR(20) NOT NULL",
        ],
    )
    .await;
    store.migrate(&[]).await.unwrap();
    let long = Job { urgent: true, ..Job::new("q", &"é".repeat(767)) };
    store.create_job(&long).await.unwrap();
    let clash = store.create_job(&Job { urgent: true, ..Job::new("q", "other") }).await.unwrap_err();
    assert!(clash.is_conflict());
    let longer = store.create_job(&Job::new("q", &"x".repeat(768))).await.unwrap_err();
    assert!(matches!(longer.kind(), ErrorKind::InvalidValue { field: "token", .. }));
    store.close().await.unwrap();

    servers::mysql_run(&url, &["ALTER TABLE sv_jobs MODIFY attempts VARCHAR(9) NOT NULL"]).await;
    assert!(refusal(&url).await.contains("`sv_jobs.attempts` is varchar(9), not BIGINT"));
    servers::mysql_run(
        &url,
        &[
            "ALTER TABLE sv_jobs MODIFY attempts BIGINT NOT NULL",
            "ALTER TABLE sv_jobs MODIFY worker LONGTEXT COLLATE utf8mb4_general_ci",
        ],
    )
    .await;
    assert!(refusal(&url).await.contains("compares by utf8mb4_general_ci"));
}

#[tokio::test]
async fn a_server_that_cannot_be_used_is_told_without_the_url() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    servers::cannot_be_opened(&[
        (server.url_of("no_such_database"), "no database of this name"),
        ("mysql://nobody:s3cret@127.0.0.1:1/app".to_owned(), "can't be reached"),
    ])
    .await;
}
