//! Reports as a table or as JSON.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing is this file's job")]

use storewright::conformance::{Report, Status, TestResult};

pub(crate) fn mistake(reason: &str) {
    eprintln!("error: {reason}");
}

/// One object for each test of each store.
pub(crate) fn json(reports: &[Report]) {
    for (report, test) in
        reports.iter().flat_map(|report| report.results.iter().map(move |test| (report, test)))
    {
        let line = serde_json::json!({
            "rule": test.rule,
            "test": test.name,
            "store": report.store,
            "status": test.status.word(),
            "reason": test.status.reason(),
        });
        println!("{line}");
    }
}

/// A line for each rule and a column for each store, then every fail and skip with its reason.
pub(crate) fn table(reports: &[Report]) {
    let mut rules: Vec<&str> = Vec::new();
    for test in reports.iter().flat_map(|report| &report.results) {
        if !rules.contains(&test.rule) {
            rules.push(test.rule);
        }
    }
    let number =
        |rule: &str| rule.strip_prefix('R').and_then(|digits| digits.parse().ok()).unwrap_or(u32::MAX);
    rules.sort_by_key(|rule| number(rule));
    let width = rules.iter().map(|rule| rule.len()).max().unwrap_or_default().max(5);
    let columns: Vec<_> = reports.iter().map(|report| report.store.len().max(WIDTH)).collect();

    let line = |first: &str, cells: Vec<String>| {
        let cells: Vec<_> =
            cells.iter().zip(&columns).map(|(cell, column)| format!("  {cell:<column$}")).collect();
        println!("{}", format!("{first:<width$}{}", cells.concat()).trim_end());
    };
    line("rule", reports.iter().map(|report| report.store.clone()).collect());
    for rule in rules {
        line(
            rule,
            reports
                .iter()
                .map(|report| counts(report.results.iter().filter(|test| test.rule == rule)))
                .collect(),
        );
    }
    line("all", reports.iter().map(|report| counts(report.results.iter())).collect());
    for (report, test) in reports.iter().flat_map(|report| report.skipped().map(move |test| (report, test))) {
        println!("\n{}: {test}", report.store);
    }
    for (report, test) in reports.iter().flat_map(|report| report.failed().map(move |test| (report, test))) {
        println!("\n{}: {test}", report.store);
    }
}

/// The width of `12 pass 1 fail 1 skip`.
const WIDTH: usize = 22;

fn counts<'t>(tests: impl Iterator<Item = &'t TestResult>) -> String {
    let (mut pass, mut fail, mut skip) = (0, 0, 0);
    for test in tests {
        match test.status {
            Status::Pass => pass += 1,
            Status::Fail(_) => fail += 1,
            _ => skip += 1,
        }
    }
    let parts = [(pass, "pass"), (fail, "fail"), (skip, "skip")];
    let parts: Vec<_> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    parts.join(" ")
}
