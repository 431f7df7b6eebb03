//! A plugin of the auth engine: second factors and recovery codes.
//!
//! It knows the library and the core's entities, and no database. The secret of a factor is encrypted, so the store needs keys.
#![allow(clippy::duplicated_attributes, reason = "several statements of an entity may name the same column")]

mod code;
mod enrollment;
mod plugin;
mod recovery_code;

pub use enrollment::{Enrollment, EnrollmentFilter, EnrollmentStore};
pub use plugin::MfaPlugin;
pub use recovery_code::{RecoveryCode, RecoveryCodeFilter, RecoveryCodeStore};
