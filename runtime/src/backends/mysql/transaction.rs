//! Transactions: the handle, and the task that has the connection.
//!
//! The task does each operation to its end whatever becomes of the one who waits for it, so that the connection is always in
//! a known state (R21).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::oneshot;

use super::errors::{Attempt, Failure};
use super::open::Opener;
use super::work::{self, Done, Work};
use crate::backend::{
    CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step, Transaction,
    Update, Updated, Upsert, Write, Written,
};
use crate::backends::pooled::{Lease, Pool};
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

type Reply<T> = oneshot::Sender<Result<T>>;

/// What a transaction is asked to do.
#[derive(Debug)]
enum Operation {
    Select(Select, Reply<Selection>),
    CountBy(CountBy, Reply<Vec<Group>>),
    Work(Work, Reply<Done>),
    Savepoint(u32, Reply<()>),
    Release(u32, Reply<()>),
    Abandon(u32),
    Commit(Reply<()>),
}

/// A transaction that is open. It is rolled back when this is dropped, wherever it was.
#[derive(Debug)]
pub(super) struct Remote {
    operations: UnboundedSender<Operation>,
    pool: Arc<Pool<Opener>>,
    ended: AtomicBool,
}

impl Remote {
    /// Begins a transaction on this connection.
    pub(super) async fn begin(mut lease: Lease<Opener>, pool: Arc<Pool<Opener>>) -> Result<Self> {
        let begun = lease.control("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; START TRANSACTION").await;
        if let Err(failure) = begun {
            if lease.is_broken() {
                lease.broken();
            }
            return Err(failure.into());
        }
        let (operations, inbox) = mpsc::unbounded_channel();
        tokio::spawn(serve(lease.kept(), inbox));
        Ok(Self { operations, pool, ended: AtomicBool::new(false) })
    }

    async fn ask<T>(&self, operation: impl FnOnce(Reply<T>) -> Operation) -> Result<T> {
        if self.pool.is_closed() {
            return Err(ErrorKind::Closed.into());
        }
        if self.ended.load(Ordering::Acquire) {
            return Err(ended());
        }
        let (reply, answer) = oneshot::channel();
        self.operations.send(operation(reply)).map_err(|_| ended())?;
        // Operations of a transaction that is over are dropped unanswered.
        answer.await.unwrap_or_else(|_| Err(ended()))
    }

    async fn write(&self, write: Write) -> Result<Done> {
        self.ask(|reply| Operation::Work(Work::Write(write), reply)).await
    }
}

fn ended() -> Error {
    ErrorKind::TransactionEnded.into()
}

/// The connection, and why nothing more can be done in the transaction.
struct Served {
    lease: Lease<Opener>,
    lost: Option<Error>,
}

/// Does what the transaction is asked for, until it ends.
async fn serve(lease: Lease<Opener>, mut inbox: UnboundedReceiver<Operation>) {
    let mut served = Served { lease, lost: None };
    while let Some(operation) = inbox.recv().await {
        match operation {
            Operation::Commit(reply) => {
                let done = served.commit().await;
                served.part().await;
                let _ = reply.send(done);
                return;
            }
            Operation::Abandon(0) => break,
            operation => served.serve(operation).await,
        }
    }
    drop(inbox);
    served.part().await;
}

impl Served {
    async fn serve(&mut self, operation: Operation) {
        // Whoever has gone meanwhile doesn't want to know.
        match operation {
            Operation::Select(select, reply) => {
                let done = match self.ready() {
                    Ok(()) => self.lease.select(&select).await,
                    Err(error) => Err(error.into()),
                };
                let _ = reply.send(self.noted(done));
            }
            Operation::CountBy(count, reply) => {
                let done = match self.ready() {
                    Ok(()) => self.lease.count_by(&count).await,
                    Err(error) => Err(error.into()),
                };
                let _ = reply.send(self.noted(done));
            }
            Operation::Work(work, reply) => {
                // Nobody waits for it any more, and nothing of it has happened yet.
                if reply.is_closed() {
                    return;
                }
                let done = match self.ready() {
                    Ok(()) => work::inside(&mut self.lease, &work).await,
                    Err(error) => Err(error.into()),
                };
                let _ = reply.send(self.noted(done));
            }
            Operation::Savepoint(mark, reply) => {
                let done = self.mark(format!("SAVEPOINT mark_{mark}")).await;
                let _ = reply.send(done);
            }
            Operation::Release(mark, reply) => {
                let done = self.mark(format!("RELEASE SAVEPOINT mark_{mark}")).await;
                let _ = reply.send(done);
            }
            Operation::Abandon(mark) => {
                let back = format!("ROLLBACK TO SAVEPOINT mark_{mark}; RELEASE SAVEPOINT mark_{mark}");
                // What can't be taken back must not be committed.
                if let Err(error) = self.mark(back).await {
                    self.lost.get_or_insert(error);
                }
            }
            Operation::Commit(_) => {}
        }
    }

    fn ready(&self) -> Result<()> {
        self.lost.clone().map_or(Ok(()), Err)
    }

    /// Passes the answer on. Some failures end the transaction: all that comes after them fails as they did.
    fn noted<T>(&mut self, done: Attempt<T>) -> Result<T> {
        done.map_err(|failure| {
            let ends = failure.ends_transaction() || self.lease.is_broken();
            let error = Error::from(failure);
            if ends {
                self.lost.get_or_insert_with(|| error.clone());
            }
            error
        })
    }

    async fn mark(&mut self, sql: String) -> Result<()> {
        self.ready()?;
        match self.lease.control(sql).await {
            Err(failure) if failure.is_unknown_savepoint() => Ok(()),
            done => self.noted(done),
        }
    }

    async fn commit(&mut self) -> Result<()> {
        self.ready()?;
        let done: Result<(), Failure> = self.lease.control("COMMIT").await;
        self.noted(done)
    }

    /// Rolls back what is not committed and lets go of the connection.
    async fn part(mut self) {
        if !self.lease.is_broken() && self.lease.control("ROLLBACK").await.is_ok() {
            self.lease.give_back();
        } else {
            self.lease.broken();
        }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.abandon(0);
    }
}

impl Executor for Remote {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(self.ask(|reply| Operation::Select(select, reply)))
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.write(Write::Insert(insert)).await.map(drop) })
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(async move { self.write(Write::Update(update)).await?.updated() })
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(async move { self.write(Write::Upsert(upsert)).await?.upserted() })
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(async move { self.write(Write::Delete(delete)).await?.deleted() })
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(async move { self.ask(|reply| Operation::Work(Work::Batch(steps), reply)).await?.batch() })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(self.ask(|reply| Operation::CountBy(count, reply)))
    }
}

impl Transaction for Remote {
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.ask(move |reply| Operation::Savepoint(mark, reply)))
    }

    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.ask(move |reply| Operation::Release(mark, reply)))
    }

    fn abandon(&self, mark: u32) {
        let over = if mark == 0 { self.ended.swap(true, Ordering::AcqRel) } else { false };
        if !over {
            // If the task has ended, so has the transaction.
            let _ = self.operations.send(Operation::Abandon(mark));
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
