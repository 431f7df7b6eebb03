//! The store contract as tests, for anyone's backend.
//!
//! A backend's own test is a [`Setup`] and one call of [`run`]. Every test names the rule that it is about (`R1` to `R26`)
//! and works through generated entity stores, as an application does; those of `differential` send random operations to
//! the backend and to a naive model of it, and compare.
//!
//! ```
//! use storewright::conformance::{self, Options, UrlSetup};
//!
//! # async fn check() {
//! let report = conformance::run(&UrlSetup::new("memory:"), &Options::default().rule("R7")).await;
//! for test in report.failed() {
//!     eprintln!("{test}");
//! }
//! assert!(report.failed().next().is_none());
//! # }
//! ```
//!
//! The suite keeps to tables whose names start with `swc_`. It makes them be there, empties them before and after each
//! test, and touches nothing else, so that it can be run on a database that holds other things. The tables stay behind.

mod check;
mod context;
mod differential;
mod entities;
mod report;
mod rules;
mod run;
mod setup;
mod tasks;

pub use report::{Report, Status, TestResult};
pub use run::{Options, Test, run, tests};
pub use setup::{Setup, UrlSetup};
