//! What the auth engine must do, on every store that a URL names: each method of its entities with its meaning, scenarios over the
//! store, and scenarios over HTTP.
//!
//! No check is written for one backend, and every check makes apps of its own, so that a store which others use serves as well.

mod check;
pub mod declarations;
pub mod http;
pub mod methods;
mod race;
mod run;
pub mod store;
mod world;

pub use check::{Check, Failure, Outcome};
pub use run::{Report, Suite, run};
pub use world::World;
