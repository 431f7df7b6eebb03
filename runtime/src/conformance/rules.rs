//! The tests of the rules, one file for one or a few of them.

mod bulk;
mod common;
mod create;
mod levels;
mod lifecycle;
mod odd;
mod order;
mod paging;
mod races;
mod read;
mod references;
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
    update::TESTS,
    text::TESTS,
    order::TESTS,
    paging::TESTS,
    values::TESTS,
    soft::TESTS,
    references::TESTS,
    soft_references::TESTS,
    races::TESTS,
    bulk::TESTS,
    lifecycle::TESTS,
    secrets::TESTS,
    odd::TESTS,
    levels::TESTS,
];
