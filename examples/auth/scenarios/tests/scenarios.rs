//! The scenarios, on each kind of store.

use auth_scenarios::{Outcome, Suite, run};

/// Runs the scenarios on a store and fails with everything that they found.
async fn hold(url: &str) -> Outcome {
    for suite in [Suite::Store, Suite::Http] {
        let report = run(url, suite, None).await?;
        assert_eq!(report.failed, [], "the {suite} scenarios");
        assert_eq!(report.held, suite.checks().len(), "{suite} scenarios that ran");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn memory() -> Outcome {
    hold("memory:").await
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_in_memory() -> Outcome {
    hold("sqlite::memory:").await
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres() -> Outcome {
    match servers::shared_postgres("sw_auth_scenarios").await {
        Some(url) => hold(&url).await,
        None => Ok(()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mysql() -> Outcome {
    match servers::shared_mysql("sw_auth_scenarios").await {
        Some(url) => hold(&url).await,
        None => Ok(()),
    }
}

/// Twice on one file: what the first run leaves there doesn't disturb the second.
#[tokio::test(flavor = "multi_thread")]
async fn sqlite_file() -> Outcome {
    let directory = tempfile::tempdir()?;
    let url = format!("sqlite:{}", directory.path().join("scenarios.db").display());
    hold(&url).await?;
    hold(&url).await
}
