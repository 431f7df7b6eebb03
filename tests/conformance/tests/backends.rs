//! The library's own backends obey every rule.

use storewright::conformance::{self, Options, UrlSetup};

async fn check(url: &str) {
    let setup = UrlSetup::new(url).spawner(|task| drop(tokio::spawn(task)));
    let report = conformance::run(&setup, &Options::default()).await;
    let failed: Vec<_> = report.failed().map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{} on {}:\n{}", failed.len(), report.store, failed.join("\n"));
    assert_eq!(report.results.len(), conformance::tests().count());
    // Both have transactions: nothing of them may go unasked.
    let skipped: Vec<_> = report.skipped().map(|test| test.name).collect();
    assert_eq!(skipped, ["values_over_the_limit_are_refused"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn memory() {
    check("memory:").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_in_memory() {
    check("sqlite::memory:").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_in_a_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("store.db");
    let url = format!("sqlite:{}", file.display());
    check(&url).await;
    // On the tables that are there now.
    check(&url).await;
}

/// The suite needs no runtime of its own kind.
#[test]
fn any_executor_drives_it() {
    let setup = UrlSetup::new("memory:");
    let options = Options::default().rule("R14");
    let mut run = Box::pin(conformance::run(&setup, &options));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let report = loop {
        if let std::task::Poll::Ready(report) = run.as_mut().poll(&mut context) {
            break report;
        }
        std::thread::yield_now();
    };
    assert!(report.failed().next().is_none(), "{:?}", report.failed().collect::<Vec<_>>());
}
