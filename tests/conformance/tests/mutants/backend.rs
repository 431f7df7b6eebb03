//! The memory backend, with one fault.

use std::sync::Arc;

use storewright::backend::{
    Backend, Capabilities, Delete, Executor, Insert, Replacement, Select, Selection, Update, Updated, Upsert,
};
use storewright::schema::EntitySchema;
use storewright::{BoxFuture, Result};

use crate::Fault;

pub(crate) struct Mutant {
    pub(crate) inner: Arc<dyn Backend>,
    pub(crate) fault: Fault,
}

impl Mutant {
    pub(crate) fn has(&self, fault: Fault) -> bool {
        self.fault == fault
    }
}

impl Executor for Mutant {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(self.faulty_select(select))
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.faulty_insert(insert))
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(self.faulty_update(update))
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(self.faulty_upsert(upsert))
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<u64>> {
        Box::pin(self.faulty_delete(delete))
    }
}

impl Backend for Mutant {
    fn capabilities(&self) -> &Capabilities {
        self.inner.capabilities()
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        self.inner.ensure(schemas)
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        self.inner.ping()
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        if self.has(Fault::NeverCloses) { Box::pin(async { Ok(()) }) } else { self.inner.close() }
    }
}
