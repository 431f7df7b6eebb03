//! PostgreSQL: the store contract, the statements of each call, and faults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first error")]

#[path = "postgres/conformance.rs"]
mod conformance;
#[path = "postgres/faults.rs"]
mod faults;
#[path = "postgres/statements.rs"]
mod statements;
#[path = "postgres/tables.rs"]
mod tables;

use storewright::{ConnectOptions, Entity, Store, StoreHandle};

async fn open(url: &str) -> StoreHandle {
    let schemas = vec![servers::Job::schema(), servers::Step::schema()];
    let store = ConnectOptions::url(url).connect(schemas).await.unwrap();
    store.migrate(&[]).await.unwrap();
    store
}
