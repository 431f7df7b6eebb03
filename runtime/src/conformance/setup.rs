//! How the suite gets at a backend.

use std::fmt;
use std::sync::Arc;

use super::tasks;
use crate::backend::Backend;
use crate::backends;
use crate::error::Result;
use crate::future::BoxFuture;

/// A backend under test.
///
/// ```
/// # use std::sync::Arc;
/// # use storewright::{BoxFuture, Result, backend::Backend, conformance::Setup};
/// struct Ours;
///
/// impl Setup for Ours {
///     fn name(&self) -> &str {
///         "ours"
///     }
///
///     fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Backend>>> {
///         // Your backend: new and empty, or on a database that earlier tests have used.
///         Box::pin(storewright::backends::connect("memory:"))
///     }
/// }
/// ```
pub trait Setup: Send + Sync {
    /// The name of the store in reports.
    fn name(&self) -> &str;

    /// Opens the backend: once for each test, never two at a time.
    ///
    /// It may be new and empty, or hold what was there before: the suite makes its tables be there and empties them.
    ///
    /// # Errors
    ///
    /// Each is a failure of the test that asked.
    fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Backend>>>;

    /// Runs `task` beside the caller, for tests of racing callers.
    ///
    /// A thread of its own unless this is replaced: do so where the backend's futures ask for a runtime around them.
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tasks::on_a_thread(task);
    }
}

/// A backend of the library, by its URL.
///
/// `memory:` and `sqlite::memory:` give a new store to each test, any other place is used by all of them in turn.
#[derive(Clone)]
pub struct UrlSetup {
    name: String,
    url: String,
    spawner: fn(BoxFuture<'static, ()>),
}

impl UrlSetup {
    /// The backend at `url`, by the name of its scheme: `memory`, `sqlite`, and `sqlite::memory:` for one that is not a file.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let (scheme, place) = url.split_once(':').unwrap_or((&url, ""));
        let in_memory = place.split('?').next() == Some(":memory:");
        let name = if in_memory { format!("{scheme}::memory:") } else { scheme.to_owned() };
        Self { name, url, spawner: tasks::on_a_thread }
    }

    /// With racing callers run by `spawner`: that of a runtime, where the backend asks for one.
    #[must_use]
    pub fn spawner(mut self, spawner: fn(BoxFuture<'static, ()>)) -> Self {
        self.spawner = spawner;
        self
    }
}

impl Setup for UrlSetup {
    fn name(&self) -> &str {
        &self.name
    }

    fn open(&self) -> BoxFuture<'_, Result<Arc<dyn Backend>>> {
        Box::pin(backends::connect(&self.url))
    }

    fn spawn(&self, task: BoxFuture<'static, ()>) {
        (self.spawner)(task);
    }
}

impl fmt::Debug for UrlSetup {
    // Without the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UrlSetup").field("name", &self.name).finish_non_exhaustive()
    }
}
