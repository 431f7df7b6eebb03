//! Single calls: each gets a connection, and is done again where that is safe.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::driver::PostgresDriver;
use super::errors::Attempt;
use super::session::{Known, Session};
use super::work::{Way, Work};
use crate::backends::done::Done;
use crate::backends::pooled::{Detached, Pool};
use crate::error::Result;

/// How transactions begin.
const BEGIN: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE";

/// The pause before a call is done again grows up to this.
const LONGEST_PAUSE: Duration = Duration::from_millis(32);

/// Everything that calls share.
#[derive(Debug)]
pub(super) struct Calls {
    pub(super) pool: Pool<PostgresDriver>,
    pub(super) known: Known,
    /// How long a call is done again as long as others are in its way.
    pub(super) patience: Duration,
    pub(super) detached: Detached,
}

impl Calls {
    /// Does one operation on a connection of its own.
    ///
    /// When other transactions are in its way, it is done again: nothing of it has happened. When its connection turns out
    /// to be broken, a read is done again once; of a write nobody knows whether it has happened.
    pub(super) async fn perform(self: &Arc<Self>, work: Work) -> Result<Done> {
        self.detached.settled().await;
        if work.is_read() {
            return self.attempt(work).await;
        }
        let calls = Arc::clone(self);
        self.detached.run(async move { calls.attempt(work).await }).await?
    }

    async fn attempt(&self, work: Work) -> Result<Done> {
        let mut fresh = false;
        let mut pauses = Pauses::new(self.patience);
        loop {
            let mut lease = self.pool.lease().await?;
            let answer = outside(&work, &mut Session::new(&mut lease, &self.known)).await;
            let failure = match answer {
                Ok(done) => {
                    lease.give_back();
                    return Ok(done);
                }
                Err(failure) => failure,
            };
            if failure.is_broken() {
                lease.broken();
                if fresh || !work.is_read() || failure.is_unanswered() {
                    return Err(failure.into());
                }
                fresh = true;
            } else {
                lease.give_back();
                let met = failure.is_contended() || work.makes_tables() && failure.is_of_tables();
                if !met || !pauses.next().await {
                    return Err(failure.into());
                }
            }
        }
    }
}

/// Does the work outside of any transaction.
async fn outside(work: &Work, session: &mut Session<'_>) -> Attempt<Done> {
    let mut way = Way::First;
    loop {
        let done = if way == Way::First && work.is_single() {
            if !work.is_of_one_row() {
                session.serializable().await?;
            }
            work.run(session, way).await
        } else {
            transaction(work, session, way).await
        };
        match done {
            Err(failure) => way = work.way_after(way, &failure).ok_or(failure)?,
            done => return done,
        }
    }
}

async fn transaction(work: &Work, session: &mut Session<'_>, way: Way) -> Attempt<Done> {
    // What is made for others to see at once must see what others made a moment ago.
    let begin = if matches!(work, Work::Ensure(_)) { "BEGIN ISOLATION LEVEL READ COMMITTED" } else { BEGIN };
    session.control(begin).await?;
    let done = match work.run(session, way).await {
        Ok(done) => session.control("COMMIT").await.map(|()| done),
        failed => failed,
    };
    match done {
        Err(failure) if !failure.is_broken() => {
            session.control("ROLLBACK").await?;
            Err(failure)
        }
        done => done,
    }
}

/// The pauses before a call is done again.
struct Pauses {
    until: Instant,
    longest: Duration,
}

impl Pauses {
    fn new(patience: Duration) -> Self {
        Self { until: Instant::now() + patience, longest: Duration::from_micros(250) }
    }

    /// Waits; `false` when it is time to give up.
    async fn next(&mut self) -> bool {
        if Instant::now() >= self.until {
            return false;
        }
        // Of different lengths, so that those who met don't meet again.
        tokio::time::sleep(self.longest.mul_f64(fastrand::f64())).await;
        self.longest = (self.longest * 2).min(LONGEST_PAUSE);
        true
    }
}
