//! Which fields a span has, and what they hold: names, counts and kinds, never values.

use std::fmt::{self, Write};
use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, debug, info_span, warn};

use crate::error::Error;
use crate::layers::operation::Seen;

/// The span of a call.
pub(super) fn of_call(system: &'static str, seen: Seen<'_>) -> Span {
    let table = match *seen.schemas() {
        [schema] => Some(schema.table()),
        _ => None,
    };
    let size = match seen {
        Seen::Insert(insert) => insert.rows.len(),
        Seen::Batch(steps) => steps.len(),
        _ => 1,
    };
    // The conventions know no batch of one.
    named(system, seen.call().name(), table, (size > 1).then_some(size))
}

/// The span of an operation of this name.
pub(super) fn named(
    system: &'static str,
    operation: &'static str,
    table: Option<&'static str>,
    batch: Option<usize>,
) -> Span {
    info_span!(
        target: "storewright",
        "call",
        "otel.name" = %Name { operation, table },
        "otel.kind" = "client",
        "otel.status_code" = Empty,
        "db.system.name" = system,
        "db.operation.name" = operation,
        "db.collection.name" = table,
        "db.operation.batch.size" = batch,
        "db.response.returned_rows" = Empty,
        "error.type" = Empty,
    )
}

/// The span that those of a transaction's calls are children of.
pub(super) fn of_transaction(system: &'static str) -> Span {
    info_span!(
        target: "storewright",
        "transaction",
        "otel.name" = "transaction",
        "otel.kind" = "internal",
        "db.system.name" = system,
    )
}

/// Whether the answer to a call holds rows at all.
pub(super) const fn returns_rows(seen: Seen<'_>) -> bool {
    match seen {
        Seen::Update(update) => update.returning,
        Seen::Delete(delete) => delete.returning,
        _ => true,
    }
}

/// Says in the call's span, which is the current one, how the call ended.
pub(super) fn ended(
    span: &Span,
    rows: Option<usize>,
    error: Option<&Error>,
    elapsed: Duration,
    slow: Option<Duration>,
) {
    if let Some(rows) = rows {
        span.record("db.response.returned_rows", rows);
    }
    let kind = error.map(kind_name);
    if let Some(kind) = &kind {
        span.record("error.type", kind.as_str()).record("otel.status_code", "ERROR");
    }
    let kind = kind.as_deref();
    let elapsed_us = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
    if error.is_some_and(Error::is_retryable) {
        warn!(target: "storewright", elapsed_us, "error.type" = kind, "the call failed, and may succeed later");
    } else if slow.is_some_and(|slow| elapsed >= slow) {
        warn!(target: "storewright", elapsed_us, "error.type" = kind, "the call was slow");
    } else if kind.is_some() {
        debug!(target: "storewright", elapsed_us, "error.type" = kind, "the call failed");
    } else {
        debug!(target: "storewright", elapsed_us, "the call is done");
    }
}

/// `select users`, or the operation alone.
struct Name {
    operation: &'static str,
    table: Option<&'static str>,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.operation)?;
        self.table.map_or(Ok(()), |table| write!(f, " {table}"))
    }
}

/// The name of the error's kind, without its details.
fn kind_name(error: &Error) -> String {
    let mut name = FirstWord::default();
    // It stops the writing itself, at the end of the word.
    let _stopped = write!(name, "{:?}", error.kind());
    name.0
}

/// Takes what is written up to the first sign that is not a letter.
#[derive(Default)]
struct FirstWord(String);

impl Write for FirstWord {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = text.find(|sign: char| !sign.is_ascii_alphanumeric());
        self.0.push_str(&text[..end.unwrap_or(text.len())]);
        if end.is_some() { Err(fmt::Error) } else { Ok(()) }
    }
}
