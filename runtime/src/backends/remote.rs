//! The handle of a transaction that a thread or a task of its own serves.

use std::sync::atomic::{AtomicBool, Ordering};

use futures_channel::oneshot;

use super::done::{Done, writes_by_perform};
use crate::backend::{CountBy, Executor, Group, Select, Selection, Step, Transaction, Write};
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

pub(super) type Reply<T> = oneshot::Sender<Result<T>>;

/// What a transaction is asked to do.
#[derive(Debug)]
pub(super) enum Operation<W> {
    Select(Select, Reply<Selection>),
    CountBy(CountBy, Reply<Vec<Group>>),
    Work(W, Reply<Done>),
    Savepoint(u32, Reply<()>),
    Release(u32, Reply<()>),
    Abandon(u32),
    Commit(Reply<()>),
}

/// The way to whoever serves a transaction.
pub(super) trait Service: Send + Sync {
    type Work: From<Write> + From<Vec<Step>> + Send;

    /// Fails when the store is closed.
    fn check_open(&self) -> Result<()>;

    /// Asks for it, in its turn. It is dropped when the transaction is over.
    fn send(&self, operation: Operation<Self::Work>);
}

/// A transaction that is open. It is rolled back when this is dropped, wherever it was.
#[derive(Debug)]
pub(super) struct Remote<S: Service> {
    service: S,
    ended: AtomicBool,
}

impl<S: Service> Remote<S> {
    pub(super) const fn new(service: S) -> Self {
        Self { service, ended: AtomicBool::new(false) }
    }

    async fn ask<T>(&self, operation: impl FnOnce(Reply<T>) -> Operation<S::Work>) -> Result<T> {
        self.service.check_open()?;
        if self.ended.load(Ordering::Acquire) {
            return Err(ended());
        }
        let (reply, answer) = oneshot::channel();
        self.service.send(operation(reply));
        // Operations of a transaction that is over are dropped unanswered.
        answer.await.unwrap_or_else(|_| Err(ended()))
    }

    async fn perform(&self, work: S::Work) -> Result<Done> {
        self.ask(|reply| Operation::Work(work, reply)).await
    }
}

fn ended() -> Error {
    ErrorKind::TransactionEnded.into()
}

impl<S: Service> Drop for Remote<S> {
    fn drop(&mut self) {
        self.abandon(0);
    }
}

impl<S: Service> Executor for Remote<S> {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(self.ask(|reply| Operation::Select(select, reply)))
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(self.ask(|reply| Operation::CountBy(count, reply)))
    }

    writes_by_perform!();
}

impl<S: Service> Transaction for Remote<S> {
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.ask(move |reply| Operation::Savepoint(mark, reply)))
    }

    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.ask(move |reply| Operation::Release(mark, reply)))
    }

    fn abandon(&self, mark: u32) {
        let over = if mark == 0 { self.ended.swap(true, Ordering::AcqRel) } else { false };
        if !over {
            self.service.send(Operation::Abandon(mark));
        }
    }

    fn commit(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let done = self.ask(Operation::Commit).await;
            self.ended.store(true, Ordering::Release);
            done
        })
    }
}
