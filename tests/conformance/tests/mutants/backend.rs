//! The memory backend, with one fault, outside and inside transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use storewright::backend::{
    Backend, Capabilities, CountBy, Delete, DeleteMode, Deleted, Executor, Group, Insert, ReferenceGraph,
    Replacement, Select, Selection, Step, Transaction, Update, Updated, Upsert, Written,
};
use storewright::query::Predicate;
use storewright::schema::EntitySchema;
use storewright::{BoxFuture, Result, Timestamp};

use crate::Fault;
use crate::transaction::MutantTransaction;

pub(crate) struct Mutant {
    pub(crate) inner: Arc<dyn Backend>,
    pub(crate) fault: Fault,
    ensured: AtomicBool,
}

/// What runs the operations underneath, and the fault with which they are passed on.
#[derive(Clone, Copy)]
pub(crate) struct Faulty<'e> {
    pub(crate) inner: &'e dyn Executor,
    pub(crate) fault: Fault,
}

impl Faulty<'_> {
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.fault == fault
    }
}

impl Mutant {
    pub(crate) fn new(inner: Arc<dyn Backend>, fault: Fault) -> Self {
        Self { inner, fault, ensured: AtomicBool::new(false) }
    }

    async fn empty(&self, schemas: &[&'static EntitySchema]) {
        let references = Arc::new(ReferenceGraph::new(schemas.iter().copied()));
        for schema in references.children_first() {
            let (all, now) = (Predicate::EVERYTHING, Timestamp::UNIX_EPOCH);
            let delete = Delete::new(schema, all, DeleteMode::Hard, now, Arc::clone(&references));
            // There is nothing to empty where the table is not there.
            let _ = self.inner.delete(delete).await;
        }
    }

    fn faulty(&self) -> Faulty<'_> {
        Faulty { inner: &*self.inner, fault: self.fault }
    }
}

impl Executor for Mutant {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { self.faulty().select(select).await })
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.faulty().insert(insert).await })
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(async move { self.faulty().update(update).await })
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(async move { self.faulty().upsert(upsert).await })
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(async move { self.faulty().delete(delete).await })
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(async move { self.faulty().batch(steps).await })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { self.faulty().count_by(count).await })
    }
}

impl Backend for Mutant {
    fn capabilities(&self) -> &Capabilities {
        self.inner.capabilities()
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if self.ensured.swap(true, Ordering::Relaxed) {
                match self.fault {
                    Fault::EnsuresOnce => return Ok(()),
                    Fault::EnsureEmpties => self.empty(schemas).await,
                    _ => {}
                }
            }
            self.inner.ensure(schemas).await
        })
    }

    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        Box::pin(MutantTransaction::begin(Arc::clone(&self.inner), self.fault))
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        self.inner.ping()
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        if self.fault == Fault::NeverCloses { Box::pin(async { Ok(()) }) } else { self.inner.close() }
    }
}
