//! The tests of the rules, one file for one or a few of them.

mod additions;
mod bulk;
mod changes;
mod circles;
mod claims;
mod clock;
mod common;
mod contests;
mod contests_of_state;
mod copies;
mod counters;
mod create;
mod deep_levels;
mod delete;
mod dropped;
mod dropped_calls;
#[cfg(feature = "encryption")]
mod encrypted;
mod expiry;
mod groups;
mod hidden;
mod inside_transactions;
mod levels;
mod lifecycle;
mod making_way;
mod moments;
mod nested;
mod none;
mod odd;
mod order;
mod paging;
mod parents;
mod partial;
mod plugin_groups;
mod races;
mod read;
mod references;
mod refusals;
mod restore;
mod search;
mod secrets;
mod soft;
mod soft_references;
mod text;
mod transaction_races;
mod transaction_work;
mod transactions;
mod update;
mod values;

use super::run::Test;

/// The tests of every file.
pub(super) const ALL: &[&[Test]] = &[
    create::TESTS,
    partial::TESTS,
    read::TESTS,
    copies::TESTS,
    update::TESTS,
    delete::TESTS,
    none::TESTS,
    text::TESTS,
    order::TESTS,
    search::TESTS,
    paging::TESTS,
    moments::TESTS,
    refusals::TESTS,
    values::TESTS,
    soft::TESTS,
    restore::TESTS,
    parents::TESTS,
    references::TESTS,
    circles::TESTS,
    soft_references::TESTS,
    claims::TESTS,
    additions::TESTS,
    counters::TESTS,
    groups::TESTS,
    changes::TESTS,
    races::TESTS,
    contests::TESTS,
    contests_of_state::TESTS,
    dropped::TESTS,
    transactions::TESTS,
    inside_transactions::TESTS,
    nested::TESTS,
    transaction_races::TESTS,
    hidden::TESTS,
    expiry::TESTS,
    making_way::TESTS,
    bulk::TESTS,
    lifecycle::TESTS,
    secrets::TESTS,
    #[cfg(feature = "encryption")]
    encrypted::TESTS,
    odd::TESTS,
    clock::TESTS,
    levels::TESTS,
    deep_levels::TESTS,
    plugin_groups::TESTS,
];
