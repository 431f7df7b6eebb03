//! Spans of the calls (feature `trace`).

mod span;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::{Instrument, Span};

use super::Layer;
use super::around::{Around, Hook};
use super::operation::{Begin, Operation};
use crate::backend::{Backend, Transaction};
use crate::error::Result;
use crate::future::BoxFuture;

/// A span for every call (feature `trace`), by the crate `tracing`, named as OpenTelemetry names those of databases.
///
/// Spans are of level info, their target is `storewright`. Their fields:
///
/// | field | |
/// |---|---|
/// | `otel.name` | the operation and the table: `select users` |
/// | `otel.kind` | `client` |
/// | `db.system.name` | the backend's name in its [capabilities](crate::backend::Capabilities::name) |
/// | `db.operation.name` | `select`, `insert`, `update`, `upsert`, `delete`, `batch`, `count_by`, `begin`, `savepoint`, `release`, `commit`, `rollback`, `ensure`, `ping`, `close` |
/// | `db.collection.name` | the table; of a batch, if all its steps have the same |
/// | `db.operation.batch.size` | the steps of a batch, the rows of a bulk create, if there are several |
/// | `db.response.returned_rows` | the rows that came back, where any were asked for |
/// | `error.type` | when it failed: the name of the [`ErrorKind`](crate::ErrorKind) |
/// | `otel.status_code` | `ERROR` when it failed |
///
/// A transaction has a span `transaction`, open for as long as it is kept; the spans of its calls, of its begin and of its end are
/// children of that one. Each call ends with an event that has its duration in microseconds, `elapsed_us`: of level debug,
/// or warn if it failed with a [retryable](crate::Error::is_retryable) error or was [slow](Trace::slow).
///
/// Never a value, secret or not, is in a span or event, and no text of an error (R19): only names, counts and kinds.
/// Cost: next to nothing where no subscriber listens. Put outermost, it sees what the program sees; inside
/// [`Retry`](super::Retry), every attempt; inside `Cache`, what reaches the database.
///
/// ```
/// use std::time::Duration;
/// use storewright::ConnectOptions;
/// use storewright::layers::Trace;
///
/// let options = ConnectOptions::url("memory:").layer(Trace::new().slow(Duration::from_millis(100)));
/// # let _ = options;
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "a layer does nothing until it is put around a backend"]
pub struct Trace {
    slow: Option<Duration>,
}

impl Trace {
    /// Without warnings of slow calls.
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls that take so long end with an event of level warn.
    pub fn slow(mut self, time: Duration) -> Self {
        self.slow = Some(time);
        self
    }
}

impl Layer for Trace {
    fn wrap(self: Box<Self>, inner: Arc<dyn Backend>) -> Arc<dyn Backend> {
        let system = inner.capabilities().name;
        Around::backend(Tracer { system, slow: self.slow, transaction: None }, inner)
    }
}

/// Traces the calls of one backend, or of one transaction.
struct Tracer {
    system: &'static str,
    slow: Option<Duration>,
    // What the spans of its calls are children of.
    transaction: Option<Span>,
}

impl Tracer {
    /// A new span, as a child of the transaction's or else of the current one.
    fn span(&self, make: impl FnOnce(&'static str) -> Span) -> Span {
        // Left again before anybody awaits anything.
        let _inside = self.transaction.as_ref().map(Span::enter);
        make(self.system)
    }
}

impl Hook for Tracer {
    fn around<'a, On, O>(&'a self, operation: O, on: &'a On) -> BoxFuture<'a, Result<O::Answer>>
    where
        On: Sync + ?Sized,
        O: Operation<On> + 'a,
    {
        Box::pin(async move {
            let seen = operation.seen();
            let returns_rows = span::returns_rows(seen);
            let span = self.span(|system| span::of_call(system, seen));
            let traced = async {
                let start = Instant::now();
                let done = operation.run(on).await;
                let rows = done.as_ref().ok().filter(|_| returns_rows).and_then(O::rows);
                span::ended(&span, rows, done.as_ref().err(), start.elapsed(), self.slow);
                done
            };
            traced.instrument(span.clone()).await
        })
    }

    fn begin<'a>(&'a self, on: &'a (dyn Backend + 'static)) -> BoxFuture<'a, Result<Box<dyn Transaction>>> {
        Box::pin(async move {
            let transaction = Some(self.span(span::of_transaction));
            let inside = Self { system: self.system, slow: self.slow, transaction };
            let begun = inside.around(Begin, on).await?;
            Ok(Around::transaction(inside, begun))
        })
    }

    fn abandon(&self, mark: u32, on: &dyn Transaction) {
        let span = self.span(|system| span::named(system, "rollback", None, None));
        span.in_scope(|| {
            let start = Instant::now();
            on.abandon(mark);
            span::ended(&span, None, None, start.elapsed(), self.slow);
        });
    }
}
