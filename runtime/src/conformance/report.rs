//! What a run of the suite found.

use std::fmt;

/// What a run on one store found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Report {
    /// The store's name, from its [`Setup`](super::Setup).
    pub store: String,
    /// Every test that was asked for, in the order of the rules.
    pub results: Vec<TestResult>,
}

impl Report {
    /// The tests that failed.
    pub fn failed(&self) -> impl Iterator<Item = &TestResult> {
        self.results.iter().filter(|test| matches!(test.status, Status::Fail(_)))
    }

    /// The tests that this store can't be asked.
    pub fn skipped(&self) -> impl Iterator<Item = &TestResult> {
        self.results.iter().filter(|test| matches!(test.status, Status::Skip(_)))
    }
}

/// How one test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TestResult {
    /// The rule it is about: `R7`.
    pub rule: &'static str,
    /// Its name: `none_sorts_first`.
    pub name: &'static str,
    /// How it ended.
    pub status: Status,
}

impl TestResult {
    pub(super) const fn new(rule: &'static str, name: &'static str, status: Status) -> Self {
        Self { rule, name, status }
    }
}

/// `R7 none_sorts_first: fail: …`.
impl fmt::Display for TestResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.rule, self.name, self.status.word())?;
        match self.status.reason() {
            Some(reason) => write!(f, ": {reason}"),
            None => Ok(()),
        }
    }
}

/// How a test ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// The rule is obeyed.
    Pass,
    /// It is not: what was done, what was expected and what came.
    Fail(String),
    /// The store can't be asked, and why.
    Skip(String),
}

impl Status {
    /// `pass`, `fail` or `skip`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) => "fail",
            Self::Skip(_) => "skip",
        }
    }

    /// Why it is not a pass.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Pass => None,
            Self::Fail(reason) | Self::Skip(reason) => Some(reason),
        }
    }
}
