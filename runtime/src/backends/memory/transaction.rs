//! Transactions that hold nobody up: each works on a copy, and finds out at its end whether that was all right.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::gate::Gate;
use super::operation::Operation;
use super::record::{Record, keep};
use super::shared::Shared;
use super::snapshot::Snapshot;
use crate::backend::{
    CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step, Transaction,
    Update, Updated, Upsert, Written,
};
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;

/// A transaction. See [the module](super) for what makes it fail and what it costs.
pub(super) struct Optimistic {
    shared: Arc<Shared>,
    operations: Gate,
    // `None` once it has ended.
    open: Mutex<Option<Open>>,
}

struct Open {
    // What was stored when it began; as long as that is current, nobody has changed anything.
    base: Arc<Snapshot>,
    draft: Snapshot,
    record: Record,
    marks: Vec<(u32, Snapshot)>,
    // How often it went back to a mark: an operation that spans such a moment is not to be taken over.
    undone: u64,
}

impl Optimistic {
    pub(super) fn begin(shared: &Arc<Shared>) -> Result<Self> {
        let base = shared.snapshot()?;
        let draft = Snapshot::clone(&base);
        let open = Open { base, draft, record: Record::default(), marks: Vec::new(), undone: 0 };
        Ok(Self { shared: Arc::clone(shared), operations: Gate::in_order(), open: Mutex::new(Some(open)) })
    }

    fn lock(&self) -> MutexGuard<'_, Option<Open>> {
        // Nothing under this lock panics half way.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on what it has done so far, which the store must still be there for.
    fn with_open<T>(&self, work: impl FnOnce(&mut Open) -> Result<T>) -> Result<T> {
        let mut open = self.lock();
        let open = open.as_mut().ok_or(ErrorKind::TransactionEnded)?;
        self.shared.snapshot()?;
        work(open)
    }

    /// Does one operation on a copy, which is taken over as a whole or not at all.
    async fn run<O: Operation>(&self, operation: O) -> Result<O::Answer> {
        let asked = self.with_open(|open| Ok(open.undone))?;
        let _turn = self.operations.turn().await;
        let mut draft =
            self.with_open(|open| open.unless_undone_since(asked).map(|open| open.draft.clone()))?;
        let mut answer = operation.clone().run(&mut draft).await;
        let done = keep(operation, &mut answer).await;
        let before = self.with_open(|open| {
            let open = open.unless_undone_since(asked)?;
            open.record.done(done);
            Ok(answer.is_ok().then(|| std::mem::replace(&mut open.draft, draft)))
        })?;
        drop(before);
        answer
    }

    async fn commit(&self) -> Result<()> {
        self.with_open(|_| Ok(()))?;
        let _turn = self.operations.turn().await;
        let Open { base, draft, record, .. } = self.lock().take().ok_or(ErrorKind::TransactionEnded)?;
        if record.is_of_reads_only() {
            return self.shared.snapshot().map(drop);
        }
        let mut writing = self.shared.begin().await?;
        if Arc::ptr_eq(&base, &self.shared.snapshot()?) {
            writing.draft = draft;
        } else if record.deletes() && writing.draft.has_more_entities_than(&base)
            || !record.repeat(&mut writing.draft).await
        {
            // A deletion that doesn't know of the new entities would leave their rows without the one that they reference.
            return Err(Error::busy("another transaction or call changed what this one read; run it again"));
        }
        writing.publish();
        Ok(())
    }
}

impl Open {
    fn unless_undone_since(&mut self, asked: u64) -> Result<&mut Self> {
        if self.undone == asked { Ok(self) } else { Err(ErrorKind::TransactionEnded.into()) }
    }

    fn position(&self, mark: u32) -> Option<usize> {
        self.marks.iter().position(|(set, _)| *set == mark)
    }

    /// Undoes what was done since the mark, and gives it, with the marks set after it.
    fn go_back_to(&mut self, mark: u32) -> Option<(Snapshot, Vec<(u32, Snapshot)>)> {
        let later = self.marks.split_off(self.position(mark)? + 1);
        let (_, before) = self.marks.pop()?;
        self.record.undone(mark);
        self.undone += 1;
        Some((std::mem::replace(&mut self.draft, before), later))
    }
}

impl Transaction for Optimistic {
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let asked = self.with_open(|open| Ok(open.undone))?;
            let _turn = self.operations.turn().await;
            self.with_open(|open| {
                let open = open.unless_undone_since(asked)?;
                open.marks.push((mark, open.draft.clone()));
                open.record.marked(mark);
                Ok(())
            })
        })
    }

    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.with_open(|_| Ok(()))?;
            let _turn = self.operations.turn().await;
            let forgotten = self.with_open(|open| {
                let position = open.position(mark).unwrap_or(open.marks.len());
                Ok(open.marks.split_off(position))
            })?;
            drop(forgotten);
            Ok(())
        })
    }

    fn abandon(&self, mark: u32) {
        // What is of no use any more is freed without the lock.
        if mark == 0 {
            let ended = self.lock().take();
            drop(ended);
        } else {
            let undone = self.lock().as_mut().and_then(|open| open.go_back_to(mark));
            drop(undone);
        }
    }

    fn commit(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.commit())
    }
}

impl Executor for Optimistic {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(self.run(select))
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.run(insert))
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(self.run(update))
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(self.run(upsert))
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(self.run(delete))
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(self.run(steps))
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(self.run(count))
    }
}
