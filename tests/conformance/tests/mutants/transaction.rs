//! Faults of transactions.

use std::sync::Arc;

use storewright::backend::{
    Backend, CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step,
    Transaction, Update, Updated, Upsert, Written,
};
use storewright::{BoxFuture, Result};

use crate::Fault;
use crate::backend::{Faulty, execute_with_a_fault};

pub(crate) struct MutantTransaction {
    inner: Box<dyn Transaction>,
    outside: Arc<dyn Backend>,
    fault: Fault,
}

impl MutantTransaction {
    pub(crate) async fn begin(outside: Arc<dyn Backend>, fault: Fault) -> Result<Box<dyn Transaction>> {
        let inner = outside.begin().await?;
        Ok(Box::new(Self { inner, outside, fault }))
    }

    fn faulty(&self) -> Faulty<'_> {
        Faulty { inner: &*self.inner, fault: self.fault }
    }
}

execute_with_a_fault!(MutantTransaction);

impl Transaction for MutantTransaction {
    fn savepoint(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        self.inner.savepoint(mark)
    }

    fn release(&self, mark: u32) -> BoxFuture<'_, Result<()>> {
        self.inner.release(mark)
    }

    fn abandon(&self, mark: u32) {
        self.inner.abandon(mark);
    }

    fn commit(&self) -> BoxFuture<'_, Result<()>> {
        self.inner.commit()
    }
}
