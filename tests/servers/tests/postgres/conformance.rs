use storewright::conformance::{self, Options, UrlSetup};

#[tokio::test(flavor = "multi_thread")]
async fn obeys_the_store_contract() {
    if services::skipped("postgres") {
        return;
    }
    let server = services::postgres().unwrap();
    let url = servers::postgres_database(&server, "sw_contract").await;
    let setup = UrlSetup::new(&url).spawner(|task| drop(tokio::spawn(task)));
    let report = conformance::run(&setup, &Options::default().cases(8)).await;
    let failed: Vec<_> = report.failed().map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    let skipped: Vec<_> = report.skipped().map(|test| test.name).collect();
    assert_eq!(skipped, ["values_over_the_limit_are_refused"]);
}
