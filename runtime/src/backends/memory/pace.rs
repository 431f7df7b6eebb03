//! Long work in short slices, so that other tasks of the same thread get their turn.

use std::pin::Pin;
use std::task::{Context, Poll};

use crate::value::Row;

/// How much is done at a stretch: about half a millisecond of walking rows.
const SLICE: u32 = 1_024;

/// What writing one row costs, in rows walked.
pub(super) const WRITE: u32 = 16;

/// Counts work and says when it is time for others.
#[derive(Debug, Default)]
pub(super) struct Pace(u32);

impl Pace {
    /// Whether to [`yield_now`] after work that cost as much as walking `cost` rows.
    pub(super) const fn is_due(&mut self, cost: u32) -> bool {
        self.0 += cost;
        let due = self.0 >= SLICE;
        if due {
            self.0 = 0;
        }
        due
    }
}

/// A copy of rows, which can be many.
pub(super) async fn copy(rows: &[Row]) -> Vec<Row> {
    let mut pace = Pace::default();
    let mut copies = Vec::with_capacity(rows.len());
    for row in rows {
        copies.push(row.clone());
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    copies
}

/// Lets other tasks run first.
pub(super) fn yield_now() -> impl Future<Output = ()> + Send {
    YieldNow(false)
}

struct YieldNow(bool);

impl Future for YieldNow {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
