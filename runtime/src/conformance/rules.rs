//! The tests of the rules, one file for one or a few of them.

mod bulk;
mod circles;
mod clock;
mod common;
mod copies;
mod create;
mod delete;
mod levels;
mod lifecycle;
mod moments;
mod none;
mod odd;
mod order;
mod paging;
mod parents;
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
mod update;
mod values;

use super::run::Test;

/// The tests of every file.
pub(super) const ALL: &[&[Test]] = &[
    create::TESTS,
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
    races::TESTS,
    bulk::TESTS,
    lifecycle::TESTS,
    secrets::TESTS,
    odd::TESTS,
    clock::TESTS,
    levels::TESTS,
];
