use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::timeout;

use super::pool::{Calls, runtime};
use crate::error::Result;
use crate::future::BoxFuture;

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

    /// Does `work`: by whoever waits for it, and on a task of its own from when nobody does any more. A task for each cost an
    /// update some 10 µs of the caller's processor time.
    pub(in crate::backends) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> Result<T> {
        let dropped = Arc::clone(&self.dropped);
        Ok(Call { work: Some(Box::pin(work)), polled: false, runtime: runtime()?, dropped }.await)
    }
}

impl fmt::Debug for Detached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Detached").finish_non_exhaustive()
    }
}

/// A call under way.
struct Call<T: Send + 'static> {
    /// `None` once it is done.
    work: Option<BoxFuture<'static, T>>,
    /// Whether it panicked, once it is dropped: it stands within itself then.
    polled: bool,
    runtime: Handle,
    dropped: Arc<Calls>,
}

impl<T: Send + 'static> Future for Call<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let call = self.get_mut();
        let Some(work) = &mut call.work else { return Poll::Pending };
        call.polled = true;
        let done = work.as_mut().poll(context);
        call.polled = false;
        let done = ready!(done);
        call.work = None;
        Poll::Ready(done)
    }
}

impl<T: Send + 'static> Drop for Call<T> {
    fn drop(&mut self) {
        let Some(work) = self.work.take() else { return };
        if self.polled {
            return;
        }
        let running = Running::begin(&self.dropped);
        self.runtime.spawn(async move {
            let _running = running;
            drop(work.await);
        });
    }
}

/// A call that was dropped runs as long as this is there.
struct Running(Arc<Calls>);

impl Running {
    fn begin(dropped: &Arc<Calls>) -> Self {
        dropped.begin();
        Self(Arc::clone(dropped))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.end();
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
    async fn what_panicked_is_not_asked_again() {
        let detached = Arc::new(Detached::default());
        let call = {
            let detached = Arc::clone(&detached);
            async move { detached.run(async { panic!("as planned") }).await }
        };
        let ended: Result<crate::error::Result<()>, _> = tokio::spawn(call).await;
        assert!(ended.unwrap_err().is_panic());
        assert!(!detached.dropped.any());
    }

    #[tokio::test]
    async fn what_was_waited_for_holds_nobody_up() {
        let detached = Detached::default();
        assert_eq!(detached.run(async { 7 }).await.unwrap(), 7);
        assert!(!detached.dropped.any());
    }
}
