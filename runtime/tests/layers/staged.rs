//! A backend in memory with transactions that are just good enough to see what layers do with them.

use std::sync::{Arc, Mutex, MutexGuard};

use storewright::backend::{
    Backend, Capabilities, CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection,
    Step, Transaction, Update, Updated, Upsert, Write, Written,
};
use storewright::backends::memory::Memory;
use storewright::schema::EntitySchema;
use storewright::{BoxFuture, ErrorKind, Result};
use tokio::sync::Notify;

/// Inside a transaction, reads see what is committed, and writes wait for the commit and claim to have hit one row.
pub(crate) struct Staged {
    memory: Arc<Memory>,
    capabilities: Capabilities,
    // What the next select waits for when it has its answer.
    late: Arc<Mutex<Option<Late>>>,
}

/// A select that has its answer and holds it back.
#[derive(Clone, Default)]
pub(crate) struct Late(Arc<(Notify, Notify)>);

impl Late {
    pub(crate) async fn has_answer(&self) {
        self.0.0.notified().await;
    }

    pub(crate) fn go_on(&self) {
        self.0.1.notify_one();
    }
}

impl Staged {
    /// A backend, and what makes its next select a late one.
    pub(crate) fn with_late_selects() -> (Self, impl Fn() -> Late) {
        let staged = Self::default();
        let next = Arc::clone(&staged.late);
        let make = move || next.lock().unwrap().insert(Late::default()).clone();
        (staged, make)
    }
}

impl Default for Staged {
    fn default() -> Self {
        let capabilities = Capabilities::new("staged").volatile().transactional();
        Self { memory: Arc::new(Memory::new()), capabilities, late: Arc::default() }
    }
}

impl Executor for Staged {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        let late = self.late.lock().unwrap().take();
        Box::pin(async move {
            let answer = self.memory.select(select).await;
            if let Some(late) = late {
                late.0.0.notify_one();
                late.0.1.notified().await;
            }
            answer
        })
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        self.memory.insert(insert)
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        self.memory.update(update)
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        self.memory.upsert(upsert)
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        self.memory.delete(delete)
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        self.memory.batch(steps)
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        self.memory.count_by(count)
    }
}

impl Backend for Staged {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        self.memory.ensure(schemas)
    }

    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        let memory = Arc::clone(&self.memory);
        let transaction = StagedTransaction { memory, staged: Mutex::new(Some(Vec::new())) };
        Box::pin(async move { Ok(Box::new(transaction) as Box<dyn Transaction>) })
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        self.memory.ping()
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        self.memory.close()
    }
}

struct StagedTransaction {
    memory: Arc<Memory>,
    // `None` once it has ended.
    staged: Mutex<Option<Vec<Step>>>,
}

impl StagedTransaction {
    fn staged(&self) -> MutexGuard<'_, Option<Vec<Step>>> {
        self.staged.lock().unwrap()
    }

    fn stage<T: Send + 'static>(&self, write: Write, answer: T) -> BoxFuture<'_, Result<T>> {
        Box::pin(async move {
            self.staged().as_mut().ok_or(ErrorKind::TransactionEnded)?.push(write.into());
            Ok(answer)
        })
    }
}

impl Executor for StagedTransaction {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        self.memory.select(select)
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        self.stage(Write::Insert(insert), ())
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        self.stage(Write::Update(update), Updated { count: 1, rows: Vec::new() })
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        let row = upsert.row.clone();
        self.stage(Write::Upsert(upsert), Replacement { row, inserted: true })
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        self.stage(Write::Delete(delete), Deleted { count: 1, rows: Vec::new() })
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(async move {
            let answers = steps.iter().map(|_| Written::Inserted).collect();
            self.staged().as_mut().ok_or(ErrorKind::TransactionEnded)?.extend(steps);
            Ok(answers)
        })
    }
}

impl Transaction for StagedTransaction {
    fn savepoint(&self, _: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    fn release(&self, _: u32) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    fn abandon(&self, mark: u32) {
        if mark == 0 {
            self.staged().take();
        }
    }

    fn commit(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            let steps = self.staged().take().ok_or(ErrorKind::TransactionEnded)?;
            self.memory.batch(steps).await.map(drop)
        })
    }
}
