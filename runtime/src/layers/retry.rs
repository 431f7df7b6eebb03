//! Calls that are tried again.

use std::sync::Arc;

use super::Layer;
use super::around::{Around, Hook};
use super::call::Call;
use super::operation::Operation;
use crate::Backoff;
use crate::backend::Backend;
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

/// Tries calls again, after a pause that grows, when they fail in a way that may pass.
///
/// - Reads, `ping`, `migrate` and the begin of a transaction are tried again on every [retryable](Error::is_retryable) error.
/// - Writes are tried again on [`Busy`](ErrorKind::Busy) only: nothing was written then. On
///   [`Unavailable`](ErrorKind::Unavailable) the write may have been done and only its answer lost, and done twice it could
///   be another thing than done once: the error is the caller's, who knows.
/// - Inside a transaction nothing is tried again, its commit neither: what it has read may be old by then. It is to be run
///   again as a whole, which [`retrying_transaction`](crate::StoreExt::retrying_transaction) does.
///
/// What fails to the end fails with the last error. Cost: a copy of each call, so that it can be made once more.
///
/// ```
/// use std::time::Duration;
/// use storewright::layers::Retry;
/// use storewright::{Backoff, ConnectOptions};
///
/// let patient = Backoff::default().longest_pause(Duration::from_secs(5));
/// let options = ConnectOptions::url("memory:").layer(Retry::new().backoff(patient).attempts(20));
/// # let _ = options;
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "a layer does nothing until it is put around a backend"]
pub struct Retry {
    backoff: Backoff,
}

impl Retry {
    /// With the [default](Backoff::default) attempts and pauses: twelve within some five seconds.
    pub fn new() -> Self {
        Self::default()
    }

    /// At most this many attempts, the first one included; 0 and 1 are one.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.backoff = self.backoff.attempts(attempts);
        self
    }

    /// With these attempts and pauses.
    pub fn backoff(mut self, backoff: Backoff) -> Self {
        self.backoff = backoff;
        self
    }
}

impl Layer for Retry {
    fn wrap(self: Box<Self>, inner: Arc<dyn Backend>) -> Arc<dyn Backend> {
        Around::backend(*self, inner)
    }
}

impl Hook for Retry {
    fn around<'a, On, O>(&'a self, operation: O, on: &'a On) -> BoxFuture<'a, Result<O::Answer>>
    where
        On: Sync + ?Sized,
        O: Operation<On> + 'a,
    {
        let call = operation.seen().call();
        Box::pin(async move {
            let mut pauses = self.backoff.pauses();
            loop {
                match operation.clone().run(on).await {
                    Err(error) if may_pass(call, &error) => match pauses.next() {
                        Some(pause) => pause.await,
                        None => return Err(error),
                    },
                    done => return done,
                }
            }
        })
    }
}

/// Whether the same call may be made again after `error`.
fn may_pass(call: Call, error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Busy { .. } => true,
        _ => error.is_retryable() && call.is_repeatable(),
    }
}
