//! The program as its users meet it: by its command line, its signals and real requests.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first error")]

mod client;
mod crashes;
mod failures;
mod processes;
mod purging;
mod running;
mod secrets;
mod signals;
mod transcript;
