use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{
    self, Metrics, PoolConfig, PoolError, QueueMode, RecycleError, RecycleResult, TimeoutType, Timeouts,
};
use tokio::runtime::Handle;
use tokio::sync::Notify;

use super::{Lease, PoolOptions, guarded};
use crate::error::{Error, ErrorKind, Result};

/// Opens the connections of a pool.
pub(in crate::backends) trait Driver: Send + Sync + 'static {
    /// One connection of the driver. Dropping it closes it.
    type Connection: Send + 'static;

    /// Opens one, with everything about it as calls expect it to be.
    fn connect(&self) -> impl Future<Output = Result<Self::Connection>> + Send;
}

/// Connections that are opened when they are needed and kept for the next call.
pub(in crate::backends) struct Pool<D: Driver> {
    pool: managed::Pool<Manager<D>>,
    at_once: Timeouts,
    calls: Arc<Calls>,
}

impl<D: Driver> Pool<D> {
    pub(in crate::backends) fn new(driver: D, options: &PoolOptions) -> Result<Self> {
        let timeouts = Timeouts {
            wait: Some(options.acquire_timeout),
            create: Some(options.connect_timeout),
            recycle: None,
        };
        // The connection that was used last is the likeliest to be there still.
        let config = PoolConfig { max_size: options.max_connections, timeouts, queue_mode: QueueMode::Lifo };
        let manager = Manager { driver, generation: AtomicU64::new(0), idle_timeout: options.idle_timeout };
        let pool = managed::Pool::builder(manager).config(config).runtime(Runtime::Tokio1).build();
        let pool = pool.map_err(|_| Error::backend("the pool of connections can't be made"))?;
        let at_once = Timeouts { wait: Some(Duration::ZERO), ..timeouts };
        Ok(Self { pool, at_once, calls: Arc::default() })
    }

    /// A connection for one call, a new one if none waits.
    ///
    /// # Errors
    ///
    /// `Busy` when others have all of them for too long, `Unavailable` when a new one takes too long, `Closed` after
    /// [`Pool::close`], `Unsupported` outside of a tokio runtime.
    pub(in crate::backends) async fn lease(&self) -> Result<Lease<D>> {
        // Else the driver panics.
        runtime()?;
        loop {
            // Without a timer where nobody needs to wait, which is nearly always.
            let mut place = match self.pool.timeout_get(&self.at_once).await {
                Err(PoolError::Timeout(TimeoutType::Wait)) => self.pool.get().await,
                got => got,
            }
            .map_err(refused)?;
            if let Some(connection) = place.connection.take() {
                return Ok(Lease::new(connection, place, &self.calls));
            }
        }
    }

    pub(in crate::backends) fn is_closed(&self) -> bool {
        self.pool.is_closed()
    }

    /// Refuses later calls, waits for those that are under way, and closes every connection.
    pub(in crate::backends) async fn close(&self) {
        self.pool.close();
        self.calls.ended().await;
    }
}

impl<D: Driver> fmt::Debug for Pool<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("status", &self.pool.status()).finish_non_exhaustive()
    }
}

/// The runtime around a call.
pub(super) fn runtime() -> Result<Handle> {
    Handle::try_current()
        .map_err(|_| Error::unsupported("this backend needs a tokio runtime around its calls"))
}

fn refused(error: PoolError<Error>) -> Error {
    match error {
        PoolError::Backend(error) => error,
        PoolError::Timeout(TimeoutType::Wait) => Error::busy(
            "every connection of the pool was in use for all of `acquire_timeout`; raise `max_connections`, and within a \
             transaction call that, not the store",
        ),
        PoolError::Timeout(_) => ErrorKind::Unavailable {
            reason: "the server took too long to connect, longer than `connect_timeout`".into(),
        }
        .into(),
        PoolError::Closed => ErrorKind::Closed.into(),
        PoolError::PostCreateHook(_) | PoolError::NoRuntimeSpecified => {
            Error::backend("the pool of connections failed")
        }
    }
}

pub(in crate::backends) struct Manager<D> {
    driver: D,
    /// Raised when a connection turns out to be broken.
    generation: AtomicU64,
    idle_timeout: Duration,
}

impl<D> Manager<D> {
    /// Connections that are opened from now on are of another generation than this one.
    pub(super) fn is_over(&self, generation: u64) {
        // Somebody else may have raised it already, for the same reason.
        let _ =
            self.generation.compare_exchange(generation, generation + 1, Ordering::AcqRel, Ordering::Acquire);
    }
}

/// The place of a connection in the pool; it is empty while the connection is lent, and when it doesn't come back.
pub(in crate::backends) struct Place<C> {
    pub(super) connection: Option<C>,
    pub(super) generation: u64,
}

impl<D: Driver> managed::Manager for Manager<D> {
    type Type = Place<D::Connection>;
    type Error = Error;

    async fn create(&self) -> Result<Self::Type> {
        let generation = self.generation.load(Ordering::Acquire);
        Ok(Place { connection: Some(guarded(self.driver.connect()).await?), generation })
    }

    async fn recycle(&self, place: &mut Self::Type, metrics: &Metrics) -> RecycleResult<Error> {
        if place.connection.is_none() {
            return Err(RecycleError::message("it was closed"));
        }
        if metrics.last_used() > self.idle_timeout {
            return Err(RecycleError::message("it was idle for too long"));
        }
        Ok(())
    }
}

/// How many calls have a connection.
#[derive(Default)]
pub(in crate::backends) struct Calls {
    under_way: AtomicUsize,
    ended: Notify,
}

impl Calls {
    pub(super) fn begin(&self) {
        self.under_way.fetch_add(1, Ordering::AcqRel);
    }

    pub(super) fn end(&self) {
        if self.under_way.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.ended.notify_waiters();
        }
    }

    /// Whether there are any.
    pub(super) fn any(&self) -> bool {
        self.under_way.load(Ordering::Acquire) > 0
    }

    pub(super) async fn ended(&self) {
        loop {
            let mut ended = std::pin::pin!(self.ended.notified());
            // Before the count is looked at, so that the last one's end isn't missed.
            ended.as_mut().enable();
            if self.under_way.load(Ordering::Acquire) == 0 {
                return;
            }
            ended.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::{Driver, Pool};
    use crate::backends::pooled::PoolOptions;
    use crate::error::{ErrorKind, Result};

    #[derive(Default)]
    struct Numbers(AtomicUsize);

    impl Driver for Numbers {
        type Connection = usize;

        async fn connect(&self) -> Result<usize> {
            Ok(self.0.fetch_add(1, Ordering::Relaxed))
        }
    }

    fn pool(most: usize) -> Pool<Numbers> {
        let wait = Duration::from_millis(20);
        let options = PoolOptions {
            max_connections: most,
            acquire_timeout: wait,
            connect_timeout: wait,
            ..PoolOptions::default()
        };
        Pool::new(Numbers::default(), &options).unwrap()
    }

    #[tokio::test]
    async fn only_what_was_given_back_is_used_again() {
        let pool = pool(2);
        pool.lease().await.unwrap().give_back();
        let lease = pool.lease().await.unwrap();
        assert_eq!(*lease, 0);
        drop(lease);
        assert_eq!(*pool.lease().await.unwrap(), 1);
    }

    #[tokio::test]
    async fn a_broken_one_takes_along_those_that_wait() {
        let pool = pool(3);
        let (first, second) = (pool.lease().await.unwrap(), pool.lease().await.unwrap());
        second.give_back();
        first.broken();
        let fresh = pool.lease().await.unwrap();
        assert_eq!(*fresh, 2);
        fresh.give_back();
        assert_eq!(*pool.lease().await.unwrap(), 2);
    }

    #[tokio::test]
    async fn one_that_was_idle_for_too_long_is_not_used_again() {
        let options = PoolOptions { idle_timeout: Duration::from_millis(5), ..PoolOptions::default() };
        let pool = Pool::new(Numbers::default(), &options).unwrap();
        pool.lease().await.unwrap().give_back();
        tokio::time::sleep(Duration::from_millis(10)).await;
        assert_eq!(*pool.lease().await.unwrap(), 1);
    }

    #[tokio::test]
    async fn waiting_ends_and_so_does_the_pool() {
        let pool = pool(1);
        let lease = pool.lease().await.unwrap();
        let refused = pool.lease().await.unwrap_err();
        assert!(matches!(refused.kind(), ErrorKind::Busy { .. }));
        let (closing, ()) = tokio::join!(tokio::time::timeout(Duration::from_secs(5), pool.close()), async {
            tokio::task::yield_now().await;
            assert!(pool.is_closed());
            lease.give_back();
        });
        closing.unwrap();
        assert_eq!(*pool.lease().await.unwrap_err().kind(), ErrorKind::Closed);
    }

    #[test]
    fn outside_of_a_runtime_it_says_so() {
        let pool = pool(1);
        let mut lease = std::pin::pin!(pool.lease());
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        let std::task::Poll::Ready(Err(error)) = lease.as_mut().poll(&mut context) else {
            panic!("no answer")
        };
        assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }));
    }
}
