//! A backend behind every layer obeys every rule.

use std::sync::Arc;

use storewright::backend::Backend;
use storewright::backends;
use storewright::conformance::{self, Options, Setup};
use storewright::layers::{Cache, Faults, Layer, Retry, Trace};
use storewright::{BoxFuture, Result};

struct Stacked {
    url: &'static str,
    cache: Cache,
}

impl Setup for Stacked {
    fn name(&self) -> &str {
        self.url
    }

    fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Backend>>> {
        Box::pin(async {
            let layers: [Box<dyn Layer>; 4] = [
                Box::new(Faults::new()),
                Box::new(Retry::new()),
                Box::new(self.cache.clone()),
                Box::new(Trace::new()),
            ];
            let backend = backends::connect(self.url).await?;
            Ok(layers.into_iter().fold(backend, |inner, layer| layer.wrap(inner)))
        })
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        drop(tokio::spawn(task));
    }
}

async fn check(url: &'static str) {
    let stacked = Stacked { url, cache: Cache::new() };
    let report = conformance::run(&stacked, &Options::default()).await;
    let failed: Vec<_> = report.failed().map(ToString::to_string).collect();
    assert!(failed.is_empty(), "{} on {url}:\n{}", failed.len(), failed.join("\n"));
    assert!(stacked.cache.stats().hits > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn memory() {
    check("memory:").await;
}

#[cfg(feature = "sqlite")]
#[tokio::test(flavor = "multi_thread")]
async fn sqlite() {
    check("sqlite::memory:").await;
}
