//! What every layer has in common: a backend around a backend, a transaction around a transaction, and one hook for all calls.

use std::ops::Deref;
use std::sync::Arc;

use super::operation::{Begin, Close, Commit, Ensure, Operation, Ping, Release, Savepoint};
use crate::backend::{
    Backend, Capabilities, CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection,
    Step, Transaction, Update, Updated, Upsert, Written,
};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// What a layer does with the calls that go through it.
pub(super) trait Hook: Send + Sync + 'static {
    /// Any call: runs `operation` on what is inside, once, never or several times.
    fn around<'a, On, O>(&'a self, operation: O, on: &'a On) -> BoxFuture<'a, Result<O::Answer>>
    where
        On: Sync + ?Sized,
        O: Operation<On> + 'a;

    /// A select: for layers that can answer it themselves.
    fn select<'a, On>(&'a self, select: Select, on: &'a On) -> BoxFuture<'a, Result<Selection>>
    where
        On: Executor + ?Sized,
    {
        self.around(select, on)
    }

    /// The begin of a transaction, for layers that go around it; others leave it as it is.
    fn begin<'a>(&'a self, on: &'a (dyn Backend + 'static)) -> BoxFuture<'a, Result<Box<dyn Transaction>>> {
        self.around(Begin, on)
    }

    /// A roll-back to a mark.
    fn abandon(&self, mark: u32, on: &dyn Transaction) {
        on.abandon(mark);
    }
}

/// A backend or a transaction with a hook around it.
pub(super) struct Around<H, P> {
    hook: H,
    inner: P,
}

impl<H: Hook> Around<H, Arc<dyn Backend>> {
    pub(super) fn backend(hook: H, inner: Arc<dyn Backend>) -> Arc<dyn Backend> {
        Arc::new(Self { hook, inner })
    }
}

impl<H: Hook> Around<H, Box<dyn Transaction>> {
    pub(super) fn transaction(hook: H, inner: Box<dyn Transaction>) -> Box<dyn Transaction> {
        Box::new(Self { hook, inner })
    }
}

impl<H, P> Executor for Around<H, P>
where
    H: Hook,
    P: Deref<Target: Executor> + Send + Sync,
{
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        self.hook.select(select, &*self.inner)
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        self.hook.around(insert, &*self.inner)
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        self.hook.around(update, &*self.inner)
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        self.hook.around(upsert, &*self.inner)
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        self.hook.around(delete, &*self.inner)
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        self.hook.around(steps, &*self.inner)
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        self.hook.around(count, &*self.inner)
    }
}

impl<H: Hook> Backend for Around<H, Arc<dyn Backend>> {
    fn capabilities(&self) -> &Capabilities {
        self.inner.capabilities()
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        self.hook.around(Ensure(schemas), &*self.inner)
    }

    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        self.hook.begin(&*self.inner)
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        self.hook.around(Ping, &*self.inner)
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        self.hook.around(Close, &*self.inner)
    }
}

impl<H: Hook> Transaction for Around<H, Box<dyn Transaction>> {
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        self.hook.around(Savepoint(mark), &*self.inner)
    }

    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        self.hook.around(Release(mark), &*self.inner)
    }

    fn abandon(&self, mark: u32) {
        self.hook.abandon(mark, &*self.inner);
    }

    fn commit(&self) -> BoxFuture<'_, Result<()>> {
        self.hook.around(Commit, &*self.inner)
    }
}
