//! The registry of tests, and the run over it.

use super::check::{Outcome, Stop};
use super::context::Context;
use super::tasks::CatchPanic;
use super::{Report, Setup, Status, TestResult, differential, rules};
use crate::future::BoxFuture;

/// One test of the suite.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Test {
    /// The rule it is about: `R7`, or `differential`.
    pub rule: &'static str,
    /// Its name: `none_sorts_first`.
    pub name: &'static str,
    pub(super) run: for<'a> fn(&'a Context<'a>) -> BoxFuture<'a, Outcome>,
}

/// Lists the tests of a file: each is an `async fn(&Context<'_>) -> Outcome` of that name.
macro_rules! register {
    ($($rule:literal: $($name:ident),+ ;)+) => {
        pub(in crate::conformance) const TESTS: &[$crate::conformance::Test] = &[$($(
            $crate::conformance::run::test($rule, stringify!($name), |context| Box::pin($name(context))),
        )+)+];
    };
}

pub(super) use register;

pub(super) const fn test(
    rule: &'static str,
    name: &'static str,
    run: for<'a> fn(&'a Context<'a>) -> BoxFuture<'a, Outcome>,
) -> Test {
    Test { rule, name, run }
}

/// Which tests are run, and how.
#[derive(Debug, Clone)]
pub struct Options {
    rule: Option<String>,
    test: Option<String>,
    seed: u64,
    cases: u32,
}

impl Options {
    /// Only the tests of this rule. Without, all.
    #[must_use]
    pub fn rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }

    /// Only the tests of this name. Without, all.
    #[must_use]
    pub fn test(mut self, name: impl Into<String>) -> Self {
        self.test = Some(name.into());
        self
    }

    /// The seed of the first random case; the one after it has the next. 0 unless this says another.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many random cases each differential test has. 64 unless this says another.
    #[must_use]
    pub const fn cases(mut self, cases: u32) -> Self {
        self.cases = cases;
        self
    }

    fn asks_for(&self, test: &Test) -> bool {
        let same = |wanted: &Option<String>, has| wanted.as_deref().is_none_or(|wanted| wanted == has);
        same(&self.rule, test.rule) && same(&self.test, test.name)
    }

    pub(super) fn seeds(&self) -> impl Iterator<Item = u64> + use<> {
        let seed = self.seed;
        (0..self.cases).map(move |case| seed.wrapping_add(u64::from(case)))
    }
}

impl Default for Options {
    fn default() -> Self {
        Self { rule: None, test: None, seed: 0, cases: 64 }
    }
}

/// Every test there is, in the order of the rules.
pub fn tests() -> impl Iterator<Item = &'static Test> {
    rules::ALL.iter().chain(&[differential::TESTS]).copied().flatten()
}

/// Runs the tests that `options` asks for, one after another.
///
/// It may be driven by any executor. Whatever happens in a test, a panic too, is in the report.
pub async fn run(setup: &dyn Setup, options: &Options) -> Report {
    let mut report = Report { store: setup.name().to_owned(), results: Vec::new() };
    for test in tests().filter(|test| options.asks_for(test)) {
        let status = run_one(setup, options, test).await;
        report.results.push(TestResult::new(test.rule, test.name, status));
    }
    report
}

async fn run_one(setup: &dyn Setup, options: &Options, test: &Test) -> Status {
    let context = Context::new(setup, options);
    let outcome = CatchPanic((test.run)(&context)).await;
    let finished = CatchPanic(Box::pin(context.finish())).await;
    match outcome {
        Err(panic) => Status::Fail(format!("panicked: {panic}")),
        Ok(Err(Stop::Fail(reason))) => Status::Fail(reason),
        Ok(Err(Stop::Skip(reason))) => Status::Skip(reason),
        Ok(Ok(())) => match finished {
            Ok(()) => Status::Pass,
            Err(panic) => Status::Fail(format!("panicked while the store was emptied and closed: {panic}")),
        },
    }
}
