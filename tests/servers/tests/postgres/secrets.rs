#[tokio::test]
async fn no_secret_is_told_or_logged() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_secrets").await;
    let spoil = async || servers::postgres_run(&url, &["DROP TABLE sv_steps", "DROP TABLE sv_jobs"]).await;
    servers::nothing_secret_is_told(&url, spoil).await;
}
