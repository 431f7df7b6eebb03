//! A plugin of the auth engine: who waits to be let in.
//!
//! It knows the library and the core's entities, and no database.
#![allow(clippy::duplicated_attributes, reason = "several statements of an entity may name the same column")]

mod entry;
mod plugin;

pub use entry::{Status, WaitlistEntry, WaitlistEntryFilter, WaitlistEntryStore};
pub use plugin::WaitlistPlugin;
