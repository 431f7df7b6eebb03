//! A plugin of the auth engine: what users agreed to, and when.
//!
//! It knows the library and the core's entities, and no database.
#![allow(clippy::duplicated_attributes, reason = "several statements of an entity may name the same column")]

mod consent;
mod plugin;

pub use consent::{Consent, ConsentFilter, ConsentStore};
pub use plugin::ConsentPlugin;
