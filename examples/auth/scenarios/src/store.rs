//! Scenarios over the store.

use crate::Check;

/// The checks.
pub fn all() -> impl Iterator<Item = Check> {
    std::iter::empty()
}
