//! PostgreSQL: the store contract, the statements of each call, and faults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first error")]

#[path = "postgres/assumed.rs"]
mod assumed;
#[path = "postgres/conformance.rs"]
mod conformance;
#[path = "postgres/faults.rs"]
mod faults;
#[path = "postgres/options.rs"]
mod options;
#[path = "postgres/plans.rs"]
mod plans;
#[path = "postgres/secrets.rs"]
mod secrets;
#[path = "postgres/statements.rs"]
mod statements;
#[path = "postgres/tables.rs"]
mod tables;
#[path = "postgres/tls.rs"]
mod tls;
#[path = "postgres/users.rs"]
mod users;
