//! MySQL and MariaDB: the store contract, the statements of each call, and faults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first error")]

#[path = "mysql/conformance.rs"]
mod conformance;
#[path = "mysql/faults.rs"]
mod faults;
#[path = "mysql/options.rs"]
mod options;
#[path = "mysql/statements.rs"]
mod statements;
#[path = "mysql/tables.rs"]
mod tables;
#[path = "mysql/tls.rs"]
mod tls;
#[path = "mysql/users.rs"]
mod users;
