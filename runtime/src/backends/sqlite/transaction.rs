//! Transactions: the handle, and in [`served`] what the writing thread does for it.

mod served;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use futures_channel::oneshot;

pub(super) use self::served::{Ended, Served};
use super::batch::Job;
use super::work::{Done, Work};
use super::writer::Message;
use crate::backend::{
    CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step, Transaction,
    Update, Updated, Upsert, Write, Written,
};
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

pub(super) type Reply<T> = oneshot::Sender<Result<T>>;

/// What a transaction asks the writing thread to do.
#[derive(Debug)]
pub(super) enum Operation {
    Select(Select, Reply<Selection>),
    CountBy(CountBy, Reply<Vec<Group>>),
    Work(Job),
    Savepoint(u32, Reply<()>),
    Release(u32, Reply<()>),
    Abandon(u32),
    Commit(Reply<()>),
}

/// A transaction that is open on the writing thread. It is rolled back when this is dropped, wherever it was.
#[derive(Debug)]
pub(super) struct Remote {
    id: u64,
    messages: Sender<Message>,
    ended: AtomicBool,
}

impl Remote {
    pub(super) const fn new(id: u64, messages: Sender<Message>) -> Self {
        Self { id, messages, ended: AtomicBool::new(false) }
    }

    async fn ask<T>(&self, operation: impl FnOnce(Reply<T>) -> Operation) -> Result<T> {
        if self.ended.load(Ordering::Acquire) {
            return Err(ended());
        }
        let (reply, answer) = oneshot::channel();
        self.messages.send(Message::Inside(self.id, operation(reply))).map_err(|_| ended())?;
        // Operations of a transaction that is over are dropped unanswered.
        answer.await.unwrap_or_else(|_| Err(ended()))
    }

    async fn write(&self, write: Write) -> Result<Done> {
        self.ask(|reply| Operation::Work(Job { work: Work::Write(write), reply })).await
    }
}

fn ended() -> Error {
    ErrorKind::TransactionEnded.into()
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
        Box::pin(async move {
            let work = Work::Batch(steps);
            self.ask(|reply| Operation::Work(Job { work, reply })).await?.batch()
        })
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
            // If the thread has ended, so has the transaction.
            let _ = self.messages.send(Message::Inside(self.id, Operation::Abandon(mark)));
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
