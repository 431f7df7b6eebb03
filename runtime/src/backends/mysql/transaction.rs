//! Transactions: the way to the task that has the connection, and what it does.
//!
//! The task does each operation to its end whatever becomes of the one who waits for it, so that the connection is always in
//! a known state (R21).

use std::sync::Arc;

use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::errors::{Attempt, Failure};
use super::open::Opener;
use super::work::{self, Work};
use crate::backends::pooled::{Lease, Pool};
use crate::backends::remote::{self, Remote, Service};
use crate::error::{Error, ErrorKind, Result};

type Operation = remote::Operation<Work>;

/// The task that has the connection.
#[derive(Debug)]
pub(super) struct Task {
    operations: UnboundedSender<Operation>,
    pool: Arc<Pool<Opener>>,
}

/// Begins a transaction on this connection.
pub(super) async fn begin(mut lease: Lease<Opener>, pool: Arc<Pool<Opener>>) -> Result<Remote<Task>> {
    let begun = lease.control("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; START TRANSACTION").await;
    if let Err(failure) = begun {
        if lease.is_broken() {
            lease.broken();
        }
        return Err(failure.into());
    }
    let (operations, inbox) = mpsc::unbounded_channel();
    tokio::spawn(serve(lease.kept(), inbox));
    Ok(Remote::new(Task { operations, pool }))
}

impl Service for Task {
    type Work = Work;

    fn check_open(&self) -> Result<()> {
        if self.pool.is_closed() { Err(ErrorKind::Closed.into()) } else { Ok(()) }
    }

    fn send(&self, operation: Operation) {
        // If the task has ended, so has the transaction.
        let _ = self.operations.send(operation);
    }
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
                if reply.is_canceled() {
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
