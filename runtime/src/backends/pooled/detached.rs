use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::timeout;

use super::pool::{Calls, runtime};
use crate::error::{Error, Result};

/// How long calls wait for what was dropped before them: longer means that the server doesn't answer, and they will find that out.
const LONGEST: Duration = Duration::from_secs(2);

/// Calls that run to their end once they were begun, whether or not anybody still waits for them.
///
/// A server does what it was sent, even when nobody reads its answer. So that a call which was dropped is done or undone
/// before whatever comes after it, later calls wait for its end (R21).
#[derive(Default)]
pub(in crate::backends) struct Detached {
    dropped: Arc<Calls>,
}

impl Detached {
    /// Waits for calls that were dropped and still run.
    pub(in crate::backends) async fn settled(&self) {
        if self.dropped.any() && runtime().is_ok() {
            // After that time, what is asked next says what is wrong.
            let _ = timeout(LONGEST, self.dropped.ended()).await;
        }
    }

    /// Does `work`, on a task of its own.
    pub(in crate::backends) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T> {
        let runtime = runtime()?;
        let ticket =
            Arc::new(Ticket { phase: Mutex::new(Phase::Awaited), dropped: Arc::clone(&self.dropped) });
        let running = Running(Arc::clone(&ticket));
        let waiting = Waiting(ticket);
        let done = runtime
            .spawn(async move {
                let _running = running;
                work.await
            })
            .await;
        drop(waiting);
        done.map_err(|_| Error::backend("the call panicked, or its runtime ended"))
    }
}

impl fmt::Debug for Detached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detached").finish_non_exhaustive()
    }
}

struct Ticket {
    phase: Mutex<Phase>,
    dropped: Arc<Calls>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Awaited,
    Dropped,
    Ended,
}

impl Ticket {
    fn turn(&self, turn: impl FnOnce(&Calls, Phase) -> Phase) {
        let mut phase = self.phase.lock().unwrap_or_else(PoisonError::into_inner);
        *phase = turn(&self.dropped, *phase);
    }
}

/// Somebody waits for the call as long as this is there.
struct Waiting(Arc<Ticket>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.turn(|dropped, phase| match phase {
            Phase::Awaited => {
                dropped.begin();
                Phase::Dropped
            }
            phase => phase,
        });
    }
}

/// The call runs as long as this is there.
struct Running(Arc<Ticket>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.turn(|dropped, phase| {
            if phase == Phase::Dropped {
                dropped.end();
            }
            Phase::Ended
        });
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::task::{Context, Waker};
    use std::time::Duration;

    use super::Detached;

    #[tokio::test]
    async fn what_was_dropped_is_done_before_what_comes_after_it() {
        let (detached, done) = (Detached::default(), Arc::new(AtomicBool::new(false)));
        let work = {
            let done = Arc::clone(&done);
            async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                done.store(true, Ordering::SeqCst);
            }
        };
        {
            let mut call = pin!(detached.run(work));
            assert!(call.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        detached.settled().await;
        assert!(done.load(Ordering::SeqCst));
    }

    #[tokio::test]
    async fn what_was_waited_for_holds_nobody_up() {
        let detached = Detached::default();
        assert_eq!(detached.run(async { 7 }).await.unwrap(), 7);
        assert!(!detached.dropped.any());
        assert!(detached.run(async { panic!("as planned") }).await.is_err());
        assert!(!detached.dropped.any());
    }
}
