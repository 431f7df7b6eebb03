//! Scenarios over HTTP.

mod accounts;
mod bad_requests;
mod client;
mod expiry;
mod half_done;
mod isolation;
mod meetings;
mod operator;
mod organizations;
mod outage;
mod paging;
mod refresh;
mod roles;
mod service;
mod sessions;
mod under_way;

use crate::Check;

/// The checks.
pub fn all() -> impl Iterator<Item = Check> {
    let others = [
        accounts::CHECKS,
        isolation::CHECKS,
        refresh::CHECKS,
        expiry::CHECKS,
        sessions::CHECKS,
        organizations::CHECKS,
        roles::CHECKS,
        operator::CHECKS,
        paging::CHECKS,
        bad_requests::CHECKS,
        outage::CHECKS,
        under_way::CHECKS,
        meetings::CHECKS,
    ];
    half_done::checks().chain(others.into_iter().flatten().copied())
}
