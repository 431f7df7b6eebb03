//! What stands between the generated entity stores and a backend, and the lifecycle of a store.

pub(crate) mod aggregate;
mod backoff;
mod connect;
mod counts;
pub(crate) mod crud;
pub(crate) mod group;
mod handle;
mod lifecycle;
mod prepare;
mod sealing;
pub(crate) mod statement;
mod store_ext;
mod transaction;
mod upserted;

pub use aggregate::{Batch, Created};
pub use backoff::{Backoff, Retryable};
pub use connect::ConnectOptions;
pub use counts::Counts;
pub use group::Group;
pub use handle::{Backed, StoreHandle};
pub use lifecycle::Store;
pub use store_ext::StoreExt;
pub use transaction::Transaction;
pub use upserted::Upserted;
