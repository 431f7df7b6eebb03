use std::time::Duration;

use futures_timer::Delay;

use crate::error::Error;

/// How often something is tried again, and after which pauses.
///
/// Each pause is a random part, at least half, of a span that doubles from the first to the longest, so that callers who met once don't
/// meet again.
///
/// ```
/// use std::time::Duration;
/// use storewright::Backoff;
///
/// let backoff = Backoff::default().attempts(3).first_pause(Duration::from_millis(20));
/// # let _ = backoff;
/// ```
#[derive(Debug, Clone)]
pub struct Backoff {
    attempts: u32,
    first: Duration,
    longest: Duration,
}

impl Default for Backoff {
    /// 12 attempts, with pauses from 5 milliseconds to a second: some five seconds in all.
    fn default() -> Self {
        Self { attempts: 12, first: Duration::from_millis(5), longest: Duration::from_secs(1) }
    }
}

impl Backoff {
    /// At most this many attempts, the first one included; 0 and 1 are one.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// The span of the first pause.
    #[must_use]
    pub const fn first_pause(mut self, first: Duration) -> Self {
        self.first = first;
        self
    }

    /// The longest span of a pause.
    #[must_use]
    pub const fn longest_pause(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// The pauses between the attempts. They need no runtime.
    pub(crate) fn pauses(&self) -> impl Iterator<Item = Delay> + Send + use<> {
        let (first, longest) = (self.first, self.longest);
        (1..self.attempts).map(move |attempt| {
            let span = first.saturating_mul(1 << (attempt - 1).min(20)).min(longest);
            // Never less than half of it: a pause of nothing would be none.
            Delay::new(span.mul_f64(0.5 + fastrand::f64() / 2.0))
        })
    }
}

/// An error that can say whether the same call may succeed later: [`Error`], and those of applications around it.
pub trait Retryable {
    /// Whether the same call may succeed later, unchanged.
    fn is_retryable(&self) -> bool;
}

impl Retryable for Error {
    fn is_retryable(&self) -> bool {
        Error::is_retryable(self)
    }
}
