#[tokio::test(flavor = "multi_thread")]
async fn obeys_the_store_contract() {
    if let Some(url) = servers::shared_mysql("sw_contract").await {
        servers::obeys_the_store_contract(&url, 4, &["infinities_come_back"]).await;
    }
}
