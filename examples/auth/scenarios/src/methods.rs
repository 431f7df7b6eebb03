#![doc = include_str!("../METHODS.md")]

mod account;
mod api_key;
mod app;
mod app_session_config;
mod branding;
mod consent;
mod device;
mod enrollment;
mod environment;
mod expect;
mod form_config;
mod lists;
mod member;
mod notification;
mod organization;
mod recovery_code;
mod session;
mod tree;
mod user;
mod verification;
mod waitlist_entry;
mod webhook;

use crate::Check;

/// The entities in the order of the table, with the checks of their methods.
const ENTITIES: &[(&str, &[Check])] = &[
    ("App", app::CHECKS),
    ("Environment", environment::CHECKS),
    ("User", user::CHECKS),
    ("Session", session::CHECKS),
    ("Account", account::CHECKS),
    ("Verification", verification::CHECKS),
    ("Organization", organization::CHECKS),
    ("Member", member::CHECKS),
    ("Device", device::CHECKS),
    ("Webhook", webhook::CHECKS),
    ("Notification", notification::CHECKS),
    ("ApiKey", api_key::CHECKS),
    ("FormConfig", form_config::CHECKS),
    ("Branding", branding::CHECKS),
    ("AppSessionConfig", app_session_config::CHECKS),
    ("Consent", consent::CHECKS),
    ("Enrollment", enrollment::CHECKS),
    ("RecoveryCode", recovery_code::CHECKS),
    ("WaitlistEntry", waitlist_entry::CHECKS),
];

/// The checks, each with its entity.
pub fn all() -> impl Iterator<Item = (&'static str, Check)> {
    ENTITIES.iter().flat_map(|(entity, checks)| checks.iter().map(move |check| (*entity, *check)))
}
