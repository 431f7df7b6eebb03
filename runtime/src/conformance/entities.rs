//! The entities of the suite, each for a few rules. Their tables start with `swc_`.

#![allow(clippy::duplicated_attributes, reason = "two statements may name the same column")]

mod family;
mod groups;
mod lonely;
mod pass;
mod plugins;
#[cfg(feature = "encryption")]
mod safe;
mod task;
mod values;
mod ward;

pub(super) use family::*;
pub(super) use groups::*;
pub(super) use lonely::*;
pub(super) use pass::*;
pub(super) use plugins::*;
#[cfg(feature = "encryption")]
pub(super) use safe::*;
pub(super) use task::*;
pub(super) use values::*;
pub(super) use ward::*;

use crate::Entity;
use crate::schema::EntitySchema;

/// All of them but those of plugins, which a test passes to `migrate`, and those that need keys.
pub(super) fn all() -> Vec<&'static EntitySchema> {
    vec![
        Note::schema(),
        Member::schema(),
        Doc::schema(),
        Profile::schema(),
        Mailbox::schema(),
        Vault::schema(),
        Grant::schema(),
        Ticket::schema(),
        Sample::schema(),
        Firm::schema(),
        Unit::schema(),
        Job::schema(),
        Worker::schema(),
        Bill::schema(),
        Lease::schema(),
        Folder::schema(),
        Hen::schema(),
        Egg::schema(),
        Patient::schema(),
        Visit::schema(),
        Chart::schema(),
        Claim::schema(),
        Bed::schema(),
        Task::schema(),
        Label::schema(),
        Pass::schema(),
        Stamp::schema(),
        Hold::schema(),
    ]
}
