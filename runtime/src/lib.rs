#![doc = include_str!("../../README.md")]
#![forbid(unsafe_code)]

// The derive's output names the crate from outside; the conformance suite declares its entities in here.
#[allow(unused_extern_crates, reason = "used by the output of the derive only")]
extern crate self as storewright;

pub mod backend;
pub mod backends;
mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
#[cfg(feature = "encryption")]
mod encryption;
pub mod engine;
mod entity;
mod error;
mod future;
pub mod guide;
mod id;
pub mod layers;
pub mod query;
pub mod schema;
#[cfg(any(feature = "mysql", feature = "postgres", feature = "sqlite"))]
#[cfg_attr(not(feature = "sqlite"), allow(dead_code, unused_imports, reason = "no server needs all of it"))]
mod sql;
pub mod store;
mod timestamp;
pub mod value;

#[doc(hidden)]
pub mod __private;

pub use clock::{Clock, ManualClock, SystemClock};
#[cfg(feature = "encryption")]
pub use encryption::KeyRing;
pub use engine::{Engine, Plugin};
pub use entity::{Entity, RowReader, RowWriter};
pub use error::{Error, ErrorKind, Result};
pub use future::BoxFuture;
pub use id::Id;
pub use query::{Column, Condition, Cursor, List, OrderBy, Page};
pub use schema::UniqueIndex;
pub use store::{
    Backed, Backoff, Batch, ConnectOptions, Counts, Created, Group, Retryable, Store, StoreExt, StoreHandle,
    Transaction, Upserted,
};
pub use storewright_macros::{StoreEntity, StoreValue, composite_store};
pub use timestamp::Timestamp;
pub use value::{Json, Row, StoreValue, Value, ValueError};
