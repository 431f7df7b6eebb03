//! What tests on servers have in common: databases, a proxy, a store of two entities.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first error")]

mod certificates;
mod contract;
mod encrypted;
mod engine;
mod faults;
mod limits;
mod mysql;
mod office;
mod postgres;
mod proxy;
mod rights;
mod secrets;
mod stores;

pub use certificates::Authority;
pub use contract::obeys_the_store_contract;
pub use encrypted::{Words, authority, certificates_are_checked, is_not_spoken_to_openly, why_not};
pub use engine::Engine;
pub use faults::*;
pub use limits::*;
pub use mysql::{mysql_ask, mysql_database, mysql_run, shared_mysql};
pub use office::*;
pub use postgres::{
    Logged, PostgresLog, Step as LogStep, postgres_database, postgres_run, shared_postgres, steps,
};
pub use proxy::{Proxy, Way};
pub use rights::rights_are_enough_or_told;
pub use secrets::nothing_secret_is_told;
pub use stores::{cannot_be_opened, connect, is_private, open, refusal};
use storewright::{Id, StoreEntity, Timestamp};

/// A row with everything that makes statements differ: unique indexes, one of them partial, a version, a reference.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "sv_jobs", id_prefix = "svj")]
#[store(unique(queue), when(urgent), get = "get_urgent_job", find = "find_urgent_job")]
#[store(list = "list_queue", filter(queue), order(created_at desc))]
#[store(claim = "claim_job", filter(queue, worker == none), set(worker), order(created_at), returning)]
#[store(claim = "claim_this_job", filter(id, worker == none), set(worker))]
#[store(swap = "swap_token", filter(token == expected))]
#[store(upsert = "upsert_by_token", on(token))]
#[store(insert_new = "insert_new_job")]
#[store(increment = "add_attempt", filter(id), add(attempts), max)]
#[store(take = "take_by_token", filter(token))]
pub struct Job {
    /// The id.
    #[store(id)]
    pub id: Id<Job>,
    /// Where it waits.
    #[store(index)]
    pub queue: String,
    /// A secret that is rotated.
    #[store(unique)]
    pub token: String,
    /// Who has it.
    pub worker: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// One of a queue may be.
    pub urgent: bool,
    /// When it was made.
    #[store(created)]
    pub created_at: Timestamp,
}

/// A row that goes with its job.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "sv_steps", id_prefix = "svs")]
#[store(references(job_id -> Job, on_delete = cascade))]
#[store(list = "list_steps_of_job", filter(job_id))]
pub struct Step {
    /// The id.
    #[store(id)]
    pub id: Id<Step>,
    /// Of which job.
    pub job_id: Id<Job>,
}

impl Job {
    /// A job in a queue.
    #[must_use]
    pub fn new(queue: &str, token: &str) -> Self {
        let (queue, token) = (queue.to_owned(), token.to_owned());
        let created_at = Timestamp::UNIX_EPOCH;
        Self { id: Id::new(), queue, token, worker: None, attempts: 0, urgent: false, created_at }
    }
}
