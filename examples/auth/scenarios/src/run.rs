//! Runs checks on a store, one after the other, and tells what they found.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::time::timeout;

use crate::{Check, Outcome, World, http, methods, store};

/// How long a check may take: one that waits for something that never comes is a failure.
const LONGEST: Duration = Duration::from_secs(120);

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Every method of the entities, with its meaning.
    Methods,
    /// Scenarios over the store.
    Store,
    /// Scenarios over HTTP.
    Http,
}

impl Suite {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Methods, Self::Store, Self::Http];

    /// Its checks.
    #[must_use]
    pub fn checks(self) -> Vec<Check> {
        match self {
            Self::Methods => methods::all().map(|(_, check)| check).collect(),
            Self::Store => store::all().collect(),
            Self::Http => http::all().collect(),
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Methods => "methods",
            Self::Store => "store",
            Self::Http => "http",
        })
    }
}

/// What the checks of one suite found on one store.
#[derive(Debug)]
pub struct Report {
    /// The suite.
    pub suite: Suite,
    /// How many checks hold.
    pub held: usize,
    /// Those that don't, and why.
    pub failed: Vec<(&'static str, String)>,
}

/// Runs a suite on the store at `url`; of its checks those whose name contains `only`.
///
/// # Errors
///
/// When the store can't be opened.
pub async fn run(url: &str, suite: Suite, only: Option<&str>) -> Outcome<Report> {
    let world = World::open(url).await?;
    let mut report = Report { suite, held: 0, failed: Vec::new() };
    for check in suite.checks() {
        if only.is_some_and(|only| !check.name.contains(only)) {
            continue;
        }
        let guarded = timeout(LONGEST, AssertUnwindSafe((check.run)(&world)).catch_unwind());
        let failure = match guarded.await {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(failure))) => Some(failure.to_string()),
            Ok(Err(_)) => Some("it panicked".to_owned()),
            Err(_) => Some(format!("it was not done after {} s", LONGEST.as_secs())),
        };
        match failure {
            None => report.held += 1,
            Some(failure) => report.failed.push((check.name, failure)),
        }
    }
    world.close().await?;
    Ok(report)
}
