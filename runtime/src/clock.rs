//! Where a store takes the present moment from (R24).

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::Timestamp;

/// Tells a store what time it is (R24).
///
/// `created` and `updated` columns, soft deletion and every `now` in a declared method ask the store's clock and
/// nothing else, so a test that sets the clock sets them all.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The present moment, in microseconds.
    fn now(&self) -> Timestamp;
}

/// The system's clock: what a store uses unless it is given another.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let micros = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_micros()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |micros| -micros),
        };
        Timestamp::clamped(micros)
    }
}

/// A clock that stands still until a test moves it.
///
/// ```
/// use std::time::Duration;
/// use storewright::{Clock, ManualClock, Timestamp};
///
/// let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(clock.now().unix_micros(), 60_000_000);
/// ```
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.unix_micros()))
    }

    /// Makes the clock show `now`, earlier or later than before.
    pub fn set(&self, now: Timestamp) {
        self.0.store(now.unix_micros(), Ordering::SeqCst);
    }

    /// Moves the clock forward by `step`, cut down to microseconds.
    pub fn advance(&self, step: Duration) {
        self.set(self.now() + step);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::clamped(self.0.load(Ordering::SeqCst))
    }
}
