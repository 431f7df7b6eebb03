//! Scenarios over the store.

mod addresses;
mod app_deletion;
mod at_rest;
mod clock;
mod environments;
mod isolation;
mod only_one;
mod organization_deletion;
mod paging;
mod recovery_codes;
mod rotation;
pub(crate) mod rows;
mod sessions;
mod single_use;
mod tenant;
mod totals;
mod transactions;
mod user_deletion;

use crate::Check;

/// The checks.
pub fn all() -> impl Iterator<Item = Check> {
    let others = [
        single_use::CHECKS,
        rotation::CHECKS,
        sessions::CHECKS,
        app_deletion::CHECKS,
        organization_deletion::CHECKS,
        user_deletion::CHECKS,
        addresses::CHECKS,
        environments::CHECKS,
        paging::CHECKS,
        only_one::CHECKS,
        recovery_codes::CHECKS,
        at_rest::CHECKS,
        transactions::CHECKS,
        clock::CHECKS,
    ];
    isolation::checks().chain(others.into_iter().flatten().copied())
}
