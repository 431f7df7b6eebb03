//! Groups, plugins and the engine, on the public interface.

#![cfg(feature = "memory")]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic outside its own function too")]

mod bound;
mod build;
mod cancelled;
mod errors;
mod fixture;
mod groups;
mod hand_written;
mod migrating;
mod order;
mod start;
mod stop;
