//! Backends around backends: what every call goes through on its way to a database.
//!
//! | layer | feature | |
//! |---|---|---|
//! | [`Retry`] | | tries calls again that failed in a way that may pass |
//! | `Cache` | `cache` | answers lookups by id and by unique index from rows that were read before |
//! | `Trace` | `trace` | a span per call, named as OpenTelemetry names those of databases |
//! | [`Faults`] | | makes calls fail, come late or hang: for tests |
//!
//! Every layer wraps any backend and is one, so they stack; a transaction goes through the same layers as its store. A
//! layer of your own implements [`Layer`] and the traits of [`backend`](crate::backend), and passes on what it doesn't change:
//! methods of [`Executor`](crate::backend::Executor) that have a body too, or what the backend does better is lost.
//!
//! # Order
//!
//! [`ConnectOptions::layer`](crate::ConnectOptions::layer) puts each layer around those before, so that calls go through the last
//! one first. This order fits most programs, from the database outwards:
//!
//! 1. `Faults` in tests, where it plays the database.
//! 2. `Retry`, so that those around it see how a call ended, not each attempt. Put around `Trace`, each attempt has a span.
//! 3. `Cache`, so that a hit costs nothing of the others.
//! 4. `Trace`, which sees what the program sees, hits too; inside `Cache`, it sees what reaches the database.
//!
//! ```
//! # #[cfg(all(feature = "cache", feature = "trace"))]
//! # fn options() -> storewright::ConnectOptions {
//! use std::time::Duration;
//! use storewright::ConnectOptions;
//! use storewright::layers::{Cache, Retry, Trace};
//!
//! let cache = Cache::new().capacity(100_000);
//! let options = ConnectOptions::url("memory:")
//!     .layer(Retry::new().attempts(5))
//!     .layer(cache.clone())
//!     .layer(Trace::new().slow(Duration::from_millis(200)));
//! # assert_eq!(cache.stats().hits, 0);
//! # options
//! # }
//! ```

mod around;
#[cfg(feature = "cache")]
mod cache;
mod call;
mod faults;
mod operation;
mod retry;
#[cfg(feature = "trace")]
mod trace;

use std::sync::Arc;

#[cfg(feature = "cache")]
pub use cache::{Cache, CacheStats};
pub use call::Call;
pub use faults::Faults;
pub use retry::Retry;
#[cfg(feature = "trace")]
pub use trace::Trace;

use crate::backend::Backend;

/// What wraps a backend and is one itself. [`ConnectOptions::layer`](crate::ConnectOptions::layer) puts it around a store's.
///
/// A layer that wraps transactions too has to wrap what [`Backend::begin`] gives. See [the module](self) for those there are.
///
/// ```
/// use std::sync::Arc;
/// use storewright::backend::Backend;
/// use storewright::backends::memory::Memory;
/// use storewright::layers::{Layer, Retry};
///
/// let backend: Arc<dyn Backend> = Arc::new(Memory::new());
/// let patient = Box::new(Retry::new()).wrap(backend);
/// assert_eq!(patient.capabilities().name, "memory");
/// ```
pub trait Layer: Send + Sync {
    /// The backend around `inner`.
    fn wrap(self: Box<Self>, inner: Arc<dyn Backend>) -> Arc<dyn Backend>;
}
