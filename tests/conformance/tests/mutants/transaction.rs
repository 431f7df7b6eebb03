//! Faults of transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use storewright::backend::{
    Backend, CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step,
    Transaction, Update, Updated, Upsert, Written,
};
use storewright::{BoxFuture, Result};

use crate::Fault;
use crate::backend::Faulty;

pub(crate) struct MutantTransaction {
    inner: Box<dyn Transaction>,
    outside: Arc<dyn Backend>,
    fault: Fault,
    writes: AtomicU32,
    ended: AtomicBool,
}

/// Beyond the marks that the library sets.
const FIRST_MARK: u32 = 1 << 20;

impl MutantTransaction {
    pub(crate) async fn begin(outside: Arc<dyn Backend>, fault: Fault) -> Result<Box<dyn Transaction>> {
        let inner = outside.begin().await?;
        let (writes, ended) = (AtomicU32::new(FIRST_MARK), AtomicBool::new(false));
        Ok(Box::new(Self { inner, outside, fault, writes, ended }))
    }

    /// What answers questions.
    fn reader(&self) -> Faulty<'_> {
        match self.fault {
            Fault::SeesNothingOfItsOwn => Faulty { inner: &*self.outside, fault: self.fault },
            _ => self.writer(),
        }
    }

    /// What writes.
    fn writer(&self) -> Faulty<'_> {
        let ended = self.ended.load(Ordering::SeqCst);
        let inner: &dyn Executor = match self.fault {
            Fault::NoTransactionAtAll => &*self.outside,
            Fault::AnswersAfterTheEnd if ended => &*self.outside,
            _ => &*self.inner,
        };
        Faulty { inner, fault: self.fault }
    }

    /// Marks the point before a write that a faulty commit loses.
    async fn before_a_write(&self) -> Result<()> {
        if self.fault == Fault::CommitLosesWrite {
            let mark = self.writes.fetch_add(1, Ordering::SeqCst) + 1;
            self.inner.savepoint(mark).await?;
        }
        Ok(())
    }
}

impl Executor for MutantTransaction {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { self.reader().select(select).await })
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.before_a_write().await?;
            self.writer().insert(insert).await
        })
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(async move {
            self.before_a_write().await?;
            self.writer().update(update).await
        })
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(async move { self.writer().upsert(upsert).await })
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(async move { self.writer().delete(delete).await })
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(async move { self.writer().batch(steps).await })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { self.reader().count_by(count).await })
    }
}

impl Transaction for MutantTransaction {
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        self.inner.savepoint(mark)
    }

    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        self.inner.release(mark)
    }

    fn abandon(&self, mark: u32) {
        if mark == 0 || self.fault != Fault::KeepsWhatIsAbandoned {
            self.inner.abandon(mark);
        }
        if mark == 0 {
            self.ended.store(true, Ordering::SeqCst);
        }
    }

    fn commit(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            if self.fault == Fault::CommitLosesWrite {
                self.inner.abandon(self.writes.load(Ordering::SeqCst));
            }
            self.inner.commit().await?;
            self.ended.store(true, Ordering::SeqCst);
            Ok(())
        })
    }
}
