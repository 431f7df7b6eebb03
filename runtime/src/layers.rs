//! Backends around backends: what every call goes through on its way to a database.

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
pub trait Layer: Send + Sync {
    /// The backend around `inner`.
    fn wrap(self: Box<Self>, inner: Arc<dyn Backend>) -> Arc<dyn Backend>;
}
