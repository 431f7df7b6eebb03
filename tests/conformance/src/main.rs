//! Runs the store contract's tests on stores named by their URLs, and prints what was found.

mod show;

use std::collections::BTreeSet;
use std::process::ExitCode;

use clap::Parser;
use storewright::backends;
use storewright::conformance::{self, Options, Report, UrlSetup};

/// Runs the rules of the store contract against stores.
#[derive(Debug, Parser)]
#[command(name = "conformance")]
struct Arguments {
    /// A store, by its URL; may be given several times. Without: `memory:` and `sqlite::memory:`.
    ///
    /// The suite keeps to tables whose names start with `swc_`: it empties them, and leaves everything else alone.
    #[arg(long = "store", value_name = "URL")]
    stores: Vec<String>,

    /// Only the tests of this rule: `R7`, or `differential`.
    #[arg(long)]
    rule: Option<String>,

    /// Only the test of this name.
    #[arg(long)]
    test: Option<String>,

    /// One JSON object a line instead of a table.
    #[arg(long)]
    json: bool,

    /// The seed of the first random case of the differential tests.
    #[arg(long, default_value_t = 0)]
    seed: u64,

    /// How many random cases each differential test has.
    #[arg(long, default_value_t = 64)]
    cases: u32,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments).await {
        Ok(reports) => {
            if arguments.json {
                show::json(&reports);
            } else {
                show::table(&reports);
            }
            let failed = reports.iter().any(|report| report.failed().next().is_some());
            if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(reason) => {
            show::mistake(&reason);
            ExitCode::from(2)
        }
    }
}

async fn run(arguments: &Arguments) -> Result<Vec<Report>, String> {
    let mut options = Options::default().seed(arguments.seed).cases(arguments.cases);
    if let Some(rule) = &arguments.rule {
        let mut known: Vec<_> = conformance::tests().map(|test| test.rule).collect();
        if !known.contains(&rule.as_str()) {
            let mut seen = BTreeSet::new();
            known.retain(|rule| seen.insert(*rule));
            return Err(format!("no test is about the rule `{rule}`; there are {}", known.join(", ")));
        }
        options = options.rule(rule);
    }
    if let Some(test) = &arguments.test {
        if !conformance::tests().any(|known| known.name == test) {
            return Err(format!("no test has the name `{test}`"));
        }
        options = options.test(test);
    }
    let default = ["memory:".to_owned(), "sqlite::memory:".to_owned()];
    let stores = if arguments.stores.is_empty() { &default[..] } else { &arguments.stores };
    // Before any test, so that a mistyped URL is one line and not a table of failures.
    for (number, url) in (1..).zip(stores) {
        let opened = backends::connect(url).await;
        let closed = match opened {
            Ok(backend) => backend.close().await,
            Err(error) => Err(error),
        };
        closed.map_err(|error| format!("store {number} can't be opened: {error}"))?;
    }
    let mut reports = Vec::new();
    for url in stores {
        let setup = UrlSetup::new(url).spawner(|task| drop(tokio::spawn(task)));
        reports.push(conformance::run(&setup, &options).await);
    }
    Ok(reports)
}
