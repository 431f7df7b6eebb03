//! What a test is given: an empty store, a clock, and a way to run calls at the same time.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::check::{Outcome, Stop};
use super::run::Options;
use super::{Setup, entities, tasks};
use crate::backend::{Delete, DeleteMode, Select};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::store::{ConnectOptions, Store, StoreHandle};
use crate::value::Row;
use crate::{ManualClock, Timestamp};

/// When the clock of every test starts: 14 November 2023, with a fraction that needs microseconds.
pub(super) const START: i64 = 1_700_000_000_123_457;

/// What one test works with.
pub(super) struct Context<'s> {
    setup: &'s dyn Setup,
    options: &'s Options,
    clock: Arc<ManualClock>,
    opened: Mutex<Vec<StoreHandle>>,
}

impl<'s> Context<'s> {
    pub(super) fn new(setup: &'s dyn Setup, options: &'s Options) -> Self {
        let start = Timestamp::from_unix_micros(START).unwrap_or(Timestamp::UNIX_EPOCH);
        let clock = Arc::new(ManualClock::new(start));
        Self { setup, options, clock, opened: Mutex::default() }
    }

    /// The clock of the stores of this test.
    pub(super) fn clock(&self) -> &ManualClock {
        &self.clock
    }

    pub(super) fn options(&self) -> &'s Options {
        self.options
    }

    /// An empty store of the suite's entities.
    pub(super) async fn store(&self) -> Outcome<StoreHandle> {
        self.store_of(entities::all()).await
    }

    /// An empty store of these entities.
    pub(super) async fn store_of(&self, schemas: Vec<&'static EntitySchema>) -> Outcome<StoreHandle> {
        let backend = self.setup.open().await?;
        self.connect(ConnectOptions::backend(backend), schemas).await
    }

    /// An empty store of these entities, with keys for their encrypted columns.
    #[cfg(feature = "encryption")]
    pub(super) async fn store_with(
        &self,
        schemas: Vec<&'static EntitySchema>,
        keys: crate::KeyRing,
    ) -> Outcome<StoreHandle> {
        let backend = self.setup.open().await?;
        self.connect(ConnectOptions::backend(backend).keys(keys), schemas).await
    }

    async fn connect(
        &self,
        options: ConnectOptions,
        schemas: Vec<&'static EntitySchema>,
    ) -> Outcome<StoreHandle> {
        let clock: Arc<ManualClock> = Arc::clone(&self.clock);
        let store = options.clock(clock).connect(schemas).await?;
        self.opened.lock().unwrap_or_else(PoisonError::into_inner).push(store.clone());
        store.migrate(&[]).await?;
        empty(&store).await?;
        Ok(store)
    }

    /// Runs these calls at the same time, each on a task of its own.
    pub(super) async fn race<T: Send + 'static>(&self, calls: Vec<BoxFuture<'static, T>>) -> Outcome<Vec<T>> {
        let results = tasks::race(calls, |task| self.setup.spawn(task)).await;
        let results: Option<Vec<T>> = results.into_iter().collect();
        results.ok_or_else(|| Stop::Fail("a call panicked".to_owned()))
    }

    /// Leaves nothing behind in a database that stays.
    pub(super) async fn finish(self) {
        for store in self.opened.into_inner().unwrap_or_else(PoisonError::into_inner) {
            // A test may have closed it, or failed because nothing works there.
            if store.backend().capabilities().durable {
                let _ = empty(&store).await;
            }
            let _ = store.close().await;
        }
    }
}

/// The rows of an entity as the backend holds them, hidden ones too, in the order of their ids.
pub(super) async fn rows(store: &StoreHandle, schema: &'static EntitySchema) -> Result<Vec<Row>> {
    let order = schema.key().iter().map(|&column| Order { column, descending: false }).collect();
    let all = Select { order, ..Select::new(schema, Predicate::EVERYTHING) };
    Ok(store.backend().select(all).await?.rows)
}

/// Skips the test on a backend without transactions.
pub(super) fn transactional(store: &StoreHandle) -> Outcome {
    let capabilities = store.backend().capabilities();
    if capabilities.transactions {
        return Ok(());
    }
    Err(Stop::Skip(format!("the backend `{}` has no transactions", capabilities.name)))
}

/// Removes the rows of all entities that the store knows.
pub(super) async fn empty(store: &StoreHandle) -> Result<()> {
    let references = store.references();
    for schema in references.children_first() {
        let any = Select { limit: Some(1), ..Select::new(schema, Predicate::EVERYTHING) };
        if store.backend().select(any).await?.rows.is_empty() {
            continue;
        }
        let (all, references) = (Predicate::EVERYTHING, Arc::clone(&references));
        let delete = Delete::new(schema, all, DeleteMode::Hard, store.now(), references);
        store.backend().delete(delete).await?;
    }
    Ok(())
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("store", &self.setup.name())
            .field("clock", &self.clock)
            .finish_non_exhaustive()
    }
}
