//! What goes wrong between a store and its server, the same on all of them.
//!
//! Each of these ends with the same three: nothing is lost that was acknowledged, nothing is there that was refused, and the
//! next call works.

mod clashes;
mod crashes;
mod cuts;
mod endings;
mod full;
mod nowhere;
mod silence;

use std::collections::HashSet;
use std::time::Duration;

pub use clashes::{a_row_that_is_held_is_busy, deadlocks_lose_nothing, of_two_that_skew_one_sees_the_other};
pub use crashes::{a_restart_is_not_noticed, a_stopped_server_is_told_at_once, nothing_is_lost_by_crashes};
pub use cuts::{a_cut_between_answer_and_call, a_cut_call, a_cut_read_is_done_again, a_cut_transaction};
pub use endings::{connections_ended_while_busy, connections_ended_while_idle};
pub use full::a_full_pool_is_busy;
pub use nowhere::places_that_are_no_server;
pub use silence::{
    a_silent_server, a_silent_transaction, callers_give_up_on_a_silent_server, nobody_answers_who_connects,
    pings_and_closes_end,
};
use storewright::{Error, ErrorKind, Id, Result, StoreHandle};

use crate::{Job, JobStore, Step, StepStore};

/// A test of each fault on a kind of server.
#[macro_export]
macro_rules! faults {
    ($engine:expr) => {
        $crate::faults! {
            $engine;
            a_cut_between_answer_and_call,
            a_cut_call,
            a_cut_read_is_done_again,
            a_cut_transaction,
            a_full_pool_is_busy,
            a_restart_is_not_noticed,
            a_row_that_is_held_is_busy,
            a_silent_server,
            a_silent_transaction,
            a_stopped_server_is_told_at_once,
            callers_give_up_on_a_silent_server,
            connections_ended_while_busy,
            connections_ended_while_idle,
            deadlocks_lose_nothing,
            nobody_answers_who_connects,
            nothing_is_lost_by_crashes,
            of_two_that_skew_one_sees_the_other,
            pings_and_closes_end,
            places_that_are_no_server,
        }
    };
    ($engine:expr; $($name:ident,)*) => {
        $(#[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            if !$engine.is_skipped() {
                $crate::$name($engine).await;
            }
        })*
    };
}

/// Longer than any call here may take, however busy the machine is.
const BOUND: Duration = Duration::from_secs(30);

/// What comes of a call, which must come to an end.
async fn ends<T>(what: &str, call: impl Future<Output = T>) -> T {
    tokio::time::timeout(BOUND, call).await.unwrap_or_else(|_| panic!("no end: {what}"))
}

fn is_unavailable(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Unavailable { .. }) && error.is_retryable()
}

/// A job and its step, together.
async fn write_pair(tx: StoreHandle, token: String) -> Result<Job> {
    let job = tx.create_job(&Job::new("pair", &token)).await?;
    tx.create_step(&Step { id: Id::new(), job_id: job.id }).await?;
    Ok(job)
}

/// What a test has written, and what it was told of it.
#[derive(Debug, Default)]
struct Ledger {
    acknowledged: Vec<Job>,
    /// Those that may be there or not: the answer was lost.
    unknown: HashSet<String>,
    /// Those that gave way to others, and are not there.
    refused: HashSet<String>,
}

impl Ledger {
    fn note(&mut self, token: String, done: Result<Job>) {
        match done {
            Ok(job) => self.acknowledged.push(job),
            Err(error) if is_unavailable(&error) => {
                self.unknown.insert(token);
            }
            Err(error) => {
                assert!(matches!(error.kind(), ErrorKind::Busy { .. }), "{error:?}");
                self.refused.insert(token);
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.acknowledged.extend(other.acknowledged);
        self.unknown.extend(other.unknown);
        self.refused.extend(other.refused);
    }

    /// All that was acknowledged is there as it was, all that is there was at least tried, and pairs are whole.
    async fn check(&self, store: &StoreHandle) {
        for job in &self.acknowledged {
            assert_eq!(store.find_job(&job.id).await.unwrap().as_ref(), Some(job));
        }
        let known: HashSet<_> = self.acknowledged.iter().map(|job| &job.token).collect();
        let mut stored = store.list_queue("q").await.unwrap();
        let pairs = store.list_queue("pair").await.unwrap();
        for job in &pairs {
            assert_eq!(store.list_steps_of_job(&job.id).await.unwrap().len(), 1, "half a pair");
        }
        stored.extend(pairs);
        for job in &stored {
            assert!(known.contains(&job.token) || self.unknown.contains(&job.token), "nobody wrote it");
        }
    }
}
