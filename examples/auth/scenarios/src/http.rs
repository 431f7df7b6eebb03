//! Scenarios over HTTP.

mod accounts;
mod bad_requests;
mod client;
mod expiry;
mod isolation;
mod organizations;
mod refresh;
mod roles;
mod service;
mod sessions;

use crate::Check;

/// The checks.
pub fn all() -> impl Iterator<Item = Check> {
    [
        accounts::CHECKS,
        isolation::CHECKS,
        refresh::CHECKS,
        expiry::CHECKS,
        sessions::CHECKS,
        organizations::CHECKS,
        roles::CHECKS,
        bad_requests::CHECKS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
