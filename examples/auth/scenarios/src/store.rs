//! Scenarios over the store.

mod isolation;
mod rotation;
mod rows;
mod sessions;
mod single_use;
mod tenant;

use crate::Check;

/// The checks.
pub fn all() -> impl Iterator<Item = Check> {
    let others = [single_use::CHECKS, rotation::CHECKS, sessions::CHECKS];
    isolation::checks().chain(others.into_iter().flatten().copied())
}
