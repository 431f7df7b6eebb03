//! That a database can be had, is shared, leaves nothing behind, and can be stopped in every way.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

mod faults;
mod finding;
mod program;
mod sharing;
mod sql;
