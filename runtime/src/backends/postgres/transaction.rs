//! Transactions: each has a connection, and what is done on it is done in its turn.
//!
//! A savepoint stands before everything that was not finished yet, so that an operation that fails is undone alone.

mod executor;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex as Brief, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::Mutex;

use super::calls::Calls;
use super::driver::PostgresDriver;
use super::errors::Attempt;
use super::session::Session;
use super::work::{Way, Work};
use crate::backend::Transaction;
use crate::backends::done::Done;
use crate::backends::pooled::Lease;
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

/// A transaction. It is rolled back when this is dropped.
pub(super) struct Remote(Arc<Shared>);

pub(super) struct Shared {
    calls: Arc<Calls>,
    // `None` once it has ended.
    open: Arc<Mutex<Option<Open>>>,
    /// The marks to go back to before anything else is done.
    undo: Brief<Vec<u32>>,
    ended: AtomicBool,
}

struct Open {
    lease: Lease<PostgresDriver>,
    marks: Vec<u32>,
    /// Whether the connection is where this says that it is.
    is_known: bool,
    /// Whether the savepoint stands right behind what was done last.
    is_saved: bool,
}

/// What a transaction is asked to do.
enum Act {
    Work(Work),
    Mark(u32),
    Release(u32),
    Commit,
}

impl Remote {
    pub(super) async fn begin(calls: &Arc<Calls>) -> Result<Self> {
        calls.detached.settled().await;
        let mut fresh = false;
        loop {
            let mut lease = calls.pool.lease().await?;
            let begun = Session::new(&mut lease, &calls.known)
                .control("BEGIN ISOLATION LEVEL SERIALIZABLE; SAVEPOINT s")
                .await;
            match begun {
                Ok(()) => {
                    let open =
                        Open { lease: lease.kept(), marks: Vec::new(), is_saved: true, is_known: true };
                    return Ok(Self(Arc::new(Shared {
                        calls: Arc::clone(calls),
                        open: Arc::new(Mutex::new(Some(open))),
                        undo: Brief::default(),
                        ended: AtomicBool::new(false),
                    })));
                }
                Err(failure) => {
                    lease.broken();
                    // Nothing was begun, so it may begin anew.
                    if fresh || failure.is_unanswered() {
                        return Err(failure.into());
                    }
                    fresh = true;
                }
            }
        }
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.0
    }

    async fn perform(&self, work: Work) -> Result<Done> {
        self.0.within(Act::Work(work)).await
    }
}

impl Shared {
    /// Does something in its turn, once what was abandoned meanwhile is undone. Once begun it is done, whether or not anybody
    /// still waits: nothing is left half way.
    async fn within(self: &Arc<Self>, act: Act) -> Result<Done> {
        self.check()?;
        let mut turn = Arc::clone(&self.open).lock_owned().await;
        self.check()?;
        // What is abandoned from now on may be what this is part of: that is undone with it, behind it.
        let marks = std::mem::take(&mut *self.undo.lock().unwrap_or_else(PoisonError::into_inner));
        let shared = Arc::clone(self);
        let done = self.calls.detached.run(async move {
            let open = turn.as_mut().ok_or_else(ended)?;
            let ends = matches!(act, Act::Commit);
            let done = match open.undo(&marks, &shared.calls).await {
                Ok(()) => open.act(act, &shared.calls).await,
                Err(failure) => Err(failure),
            };
            let is_known = open.is_known;
            if ends || !is_known {
                shared.ended.store(true, Ordering::Release);
                match (turn.take(), &done) {
                    (Some(open), Err(failure)) if failure.is_broken() => open.lease.broken(),
                    (Some(open), _) if is_known => open.lease.give_back(),
                    // It is closed.
                    _ => {}
                }
            }
            done.map_err(Error::from)
        });
        done.await.unwrap_or_else(|error| {
            self.ended.store(true, Ordering::Release);
            Err(error)
        })
    }

    fn check(&self) -> Result<()> {
        if self.calls.pool.is_closed() {
            Err(ErrorKind::Closed.into())
        } else if self.ended.load(Ordering::Acquire) {
            Err(ended())
        } else {
            Ok(())
        }
    }

    async fn commit(self: &Arc<Self>) -> Result<()> {
        self.within(Act::Commit).await.map(drop)
    }

    /// Ends it without waiting: what it held is let go of in the background.
    pub(super) fn roll_back(self: Arc<Self>) {
        if self.ended.swap(true, Ordering::AcqRel) {
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            // Its connection is closed with it.
            return;
        };
        runtime.spawn(async move {
            let Some(mut open) = self.open.lock().await.take() else { return };
            match open.session(&self.calls).control("ROLLBACK").await {
                Ok(()) => open.lease.give_back(),
                Err(_) => open.lease.broken(),
            }
        });
    }
}

impl Open {
    fn session<'c>(&'c mut self, calls: &'c Calls) -> Session<'c> {
        Session::new(&mut self.lease, &calls.known)
    }

    /// Runs statements of the transaction's own. If they fail, nobody knows where it stands.
    async fn control(&mut self, calls: &Calls, sql: impl Into<Cow<'static, str>>) -> Attempt<()> {
        let done = self.session(calls).control(sql).await;
        self.is_known &= done.is_ok();
        done
    }

    /// Undoes what was done since these marks.
    async fn undo(&mut self, undo: &[u32], calls: &Calls) -> Attempt<()> {
        for &mark in undo {
            if let Some(place) = self.place(mark) {
                let sql = format!("ROLLBACK TO m{mark}; RELEASE m{mark}; SAVEPOINT s");
                self.control(calls, sql).await?;
                self.marks.truncate(place);
                self.is_saved = true;
            }
        }
        Ok(())
    }

    async fn perform(&mut self, work: &Work, calls: &Calls) -> Attempt<Done> {
        if !self.is_saved {
            self.control(calls, "RELEASE s; SAVEPOINT s").await?;
            self.is_saved = true;
        }
        let mut way = Way::First;
        loop {
            self.is_saved = work.is_read();
            match work.run(&mut self.session(calls), way).await {
                Ok(done) => return Ok(done),
                Err(failure) if failure.is_broken() => {
                    self.is_known = false;
                    return Err(failure);
                }
                Err(failure) => {
                    self.control(calls, "ROLLBACK TO s").await?;
                    self.is_saved = true;
                    way = work.way_after(way, &failure).ok_or(failure)?;
                }
            }
        }
    }

    async fn act(&mut self, act: Act, calls: &Calls) -> Attempt<Done> {
        match act {
            Act::Work(work) => return self.perform(&work, calls).await,
            Act::Mark(mark) => self.mark(mark, calls).await?,
            Act::Release(mark) => self.release(mark, calls).await?,
            Act::Commit => self.commit(calls).await?,
        }
        Ok(Done::Nothing)
    }

    async fn commit(&mut self, calls: &Calls) -> Attempt<()> {
        let done = self.session(calls).control("COMMIT").await;
        if let Err(failure) = &done {
            // The server has rolled it back already; this is for the connection to be as it was.
            self.is_known = !failure.is_broken() && self.session(calls).control("ROLLBACK").await.is_ok();
        }
        done
    }

    async fn mark(&mut self, mark: u32, calls: &Calls) -> Attempt<()> {
        self.control(calls, format!("RELEASE s; SAVEPOINT m{mark}; SAVEPOINT s")).await?;
        self.marks.push(mark);
        self.is_saved = true;
        Ok(())
    }

    async fn release(&mut self, mark: u32, calls: &Calls) -> Attempt<()> {
        if let Some(place) = self.place(mark) {
            self.control(calls, format!("RELEASE m{mark}; SAVEPOINT s")).await?;
            self.marks.truncate(place);
            self.is_saved = true;
        }
        Ok(())
    }

    fn place(&self, mark: u32) -> Option<usize> {
        self.marks.iter().position(|&set| set == mark)
    }
}

fn ended() -> Error {
    ErrorKind::TransactionEnded.into()
}

impl Drop for Remote {
    fn drop(&mut self) {
        Arc::clone(&self.0).roll_back();
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").finish_non_exhaustive()
    }
}

impl Transaction for Remote {
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.0.within(Act::Mark(mark)).await.map(drop) })
    }

    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.0.within(Act::Release(mark)).await.map(drop) })
    }

    fn abandon(&self, mark: u32) {
        if mark == 0 {
            Arc::clone(&self.0).roll_back();
        } else {
            self.0.undo.lock().unwrap_or_else(PoisonError::into_inner).push(mark);
        }
    }

    fn commit(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.0.commit())
    }
}
