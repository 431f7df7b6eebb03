use storewright::conformance::{self, Options, UrlSetup};

/// Runs the tests of the store contract on the store at `url`, with so many random cases, and says how many hold.
///
/// # Panics
///
/// When one of them fails, or other ones are skipped than these.
pub async fn obeys_the_store_contract(url: &str, cases: u32, skips: &[&str]) {
    let setup = UrlSetup::new(url).spawner(|task| drop(tokio::spawn(task)));
    let report = conformance::run(&setup, &Options::default().cases(cases)).await;
    let failed: Vec<_> = report.failed().map(ToString::to_string).collect();
    let skipped: Vec<_> = report.skipped().map(|test| test.name).collect();
    let store = url.split(':').next().unwrap_or_default();
    let held = report.results.len() - failed.len() - skipped.len();
    services::say(&format!(
        "store contract on {store}: {held} tests pass, {} fail, {} skipped: {}",
        failed.len(),
        skipped.len(),
        skipped.join(", ")
    ));
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert_eq!(report.results.len(), conformance::tests().count());
    assert_eq!(skipped, skips);
}
