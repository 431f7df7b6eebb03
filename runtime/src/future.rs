//! The one future type that the library's traits return.

use std::future::Future;
use std::pin::Pin;

/// A boxed future that can be sent between threads and spawned.
///
/// Every method of an entity store and of a backend returns one, which is what keeps both traits object-safe.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
