use storewright::conformance::{self, Options, UrlSetup};

#[tokio::test(flavor = "multi_thread")]
async fn obeys_the_store_contract() {
    if services::skipped("mysql") {
        return;
    }
    let server = services::mysql().unwrap();
    let url = servers::mysql_database(&server, "sw_contract").await;
    let setup = UrlSetup::new(&url).spawner(|task| drop(tokio::spawn(task)));
    let report = conformance::run(&setup, &Options::default().cases(4)).await;
    let failed: Vec<_> = report.failed().map(|test| format!("{test:?}")).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
