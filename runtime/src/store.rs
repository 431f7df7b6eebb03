//! What stands between the generated entity stores and a backend, and the lifecycle of a store.

mod connect;
pub(crate) mod crud;
mod handle;
mod lifecycle;
mod prepare;
pub(crate) mod statement;
mod upserted;

pub use connect::ConnectOptions;
pub use handle::{Backed, StoreHandle};
pub use lifecycle::Store;
pub use upserted::Upserted;
