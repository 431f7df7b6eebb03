use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use super::sealing::Keys;
use super::transaction::Running;
use crate::Timestamp;
use crate::backend::{Backend, Executor, Limits, ReferenceGraph};
use crate::clock::{Clock, SystemClock};
use crate::error::{Error, ErrorKind, Result};
use crate::query::CursorKey;
use crate::schema::EntitySchema;

/// An open store: a backend, a clock, and the entities that are known to it.
///
/// It has every entity store's methods, and is what a composite store's `connect` hands out behind `Arc<dyn …>`. Cloning
/// it is cheap and gives the same store. One that a [transaction](crate::StoreExt::transaction) hands out is the store
/// inside that transaction.
#[derive(Clone)]
pub struct StoreHandle(Arc<Inner>);

struct Inner {
    backend: Arc<dyn Backend>,
    // Where the calls go instead of to the backend.
    transaction: Option<Arc<Running>>,
    clock: Arc<dyn Clock>,
    cursor_key: CursorKey,
    keys: Keys,
    references: Arc<RwLock<Arc<ReferenceGraph>>>,
}

/// What has a [`StoreHandle`], and by it the entity stores of every entity.
///
/// A type that is not backed by a handle can implement entity-store traits by hand instead.
pub trait Backed: Send + Sync {
    /// The store that its calls go to.
    fn handle(&self) -> &StoreHandle;
}

impl Backed for StoreHandle {
    fn handle(&self) -> &StoreHandle {
        self
    }
}

impl<S: Backed + ?Sized> Backed for Arc<S> {
    fn handle(&self) -> &StoreHandle {
        (**self).handle()
    }
}

impl<S: Backed + ?Sized> Backed for &S {
    fn handle(&self) -> &StoreHandle {
        (**self).handle()
    }
}

impl StoreHandle {
    /// A store on `backend` with the system's clock. It knows these entities, and those that they reference.
    #[must_use]
    pub fn new(backend: Arc<dyn Backend>, schemas: impl IntoIterator<Item = &'static EntitySchema>) -> Self {
        Self::with(backend, schemas, Arc::new(SystemClock), CursorKey::default(), Keys::default())
    }

    pub(super) fn with(
        backend: Arc<dyn Backend>,
        schemas: impl IntoIterator<Item = &'static EntitySchema>,
        clock: Arc<dyn Clock>,
        cursor_key: CursorKey,
        keys: Keys,
    ) -> Self {
        let references = Arc::new(RwLock::new(Arc::new(ReferenceGraph::new(schemas))));
        Self(Arc::new(Inner { backend, transaction: None, clock, cursor_key, keys, references }))
    }

    /// The same store, with its calls inside a transaction.
    pub(super) fn inside(&self, transaction: Arc<Running>) -> Self {
        let Inner { backend, clock, cursor_key, keys, references, .. } = &*self.0;
        Self(Arc::new(Inner {
            backend: Arc::clone(backend),
            transaction: Some(transaction),
            clock: Arc::clone(clock),
            cursor_key: *cursor_key,
            keys: keys.clone(),
            references: Arc::clone(references),
        }))
    }

    /// The backend underneath, for calls on rows and schemas. In a transaction too, it is outside.
    #[must_use]
    pub fn backend(&self) -> &Arc<dyn Backend> {
        &self.0.backend
    }

    /// What runs this store's calls on rows and schemas: the backend, or the transaction that this store is inside.
    #[must_use]
    pub fn executor(&self) -> &dyn Executor {
        match &self.0.transaction {
            Some(running) => running.executor(),
            None => &*self.0.backend,
        }
    }

    pub(super) fn transaction(&self) -> Option<&Arc<Running>> {
        self.0.transaction.as_ref()
    }

    pub(crate) fn limits(&self) -> Limits {
        self.0.backend.capabilities().limits
    }

    pub(super) fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The present moment of the store's clock (R24).
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub(crate) fn cursor_key(&self) -> CursorKey {
        self.0.cursor_key
    }

    /// The entities that this store knows, and who references whom.
    #[must_use]
    pub fn references(&self) -> Arc<ReferenceGraph> {
        // A panic while the lock was held can't leave half a graph behind: it is replaced in one step.
        Arc::clone(&self.0.references.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes more entities known, those of plugins for instance.
    pub(super) fn learn(&self, schemas: &[&'static EntitySchema]) -> Result<()> {
        check_declarations(schemas, &self.0.keys)?;
        let mut references = self.0.references.write().unwrap_or_else(PoisonError::into_inner);
        *references = Arc::new(ReferenceGraph::new(references.schemas().iter().chain(schemas).copied()));
        Ok(())
    }

    /// Refuses an entity that was never made known: its rows would escape the cascades of the others.
    pub(crate) fn check_known(&self, schema: &'static EntitySchema) -> Result<()> {
        if self.0.references.read().unwrap_or_else(PoisonError::into_inner).contains(schema) {
            Ok(())
        } else {
            Err(Error::from(ErrorKind::UnknownEntity { entity: schema.entity() }))
        }
    }
}

/// Refuses what only the running program can tell of a declaration: constants that no backend can hold, and missing keys.
pub(super) fn check_declarations(schemas: &[&'static EntitySchema], keys: &Keys) -> Result<()> {
    for schema in ReferenceGraph::new(schemas.iter().copied()).schemas() {
        for filter in schema.indexes().iter().filter_map(|index| index.declared_filter()) {
            filter.checked()?;
        }
        for (position, column) in schema.columns().iter().enumerate() {
            if let Some(Err(error)) = column.default_value() {
                return Err(Error::invalid_value(schema, position, error.into_reason()));
            }
        }
        keys.check(schema)?;
    }
    Ok(())
}

impl fmt::Debug for StoreHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreHandle")
            .field("backend", &self.0.backend.capabilities().name)
            .field("clock", &self.0.clock)
            .field("in_transaction", &self.0.transaction.is_some())
            .finish_non_exhaustive()
    }
}
