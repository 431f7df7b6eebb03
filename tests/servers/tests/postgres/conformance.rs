#[tokio::test(flavor = "multi_thread")]
async fn obeys_the_store_contract() {
    if let Some(url) = servers::shared_postgres("sw_contract").await {
        servers::obeys_the_store_contract(&url, 8, &["values_over_the_limit_are_refused"]).await;
    }
}
