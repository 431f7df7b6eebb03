use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use crate::Timestamp;
use crate::backend::{Backend, ReferenceGraph};
use crate::clock::{Clock, SystemClock};
use crate::error::{Error, ErrorKind, Result};
use crate::query::CursorKey;
use crate::schema::EntitySchema;

/// An open store: a backend, a clock, and the entities that are known to it.
///
/// It has every entity store's methods, and is what a composite store's `connect` hands out behind `Arc<dyn …>`. Cloning
/// it is cheap and gives the same store.
#[derive(Clone)]
pub struct StoreHandle(Arc<Inner>);

struct Inner {
    backend: Arc<dyn Backend>,
    clock: Arc<dyn Clock>,
    cursor_key: CursorKey,
    references: RwLock<Arc<ReferenceGraph>>,
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
        Self::with(backend, schemas, Arc::new(SystemClock), CursorKey::default())
    }

    pub(super) fn with(
        backend: Arc<dyn Backend>,
        schemas: impl IntoIterator<Item = &'static EntitySchema>,
        clock: Arc<dyn Clock>,
        cursor_key: CursorKey,
    ) -> Self {
        let references = RwLock::new(Arc::new(ReferenceGraph::new(schemas)));
        Self(Arc::new(Inner { backend, clock, cursor_key, references }))
    }

    /// The backend underneath, for calls on rows and schemas.
    #[must_use]
    pub fn backend(&self) -> &Arc<dyn Backend> {
        &self.0.backend
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
    pub(super) fn learn(&self, schemas: &[&'static EntitySchema]) {
        let mut references = self.0.references.write().unwrap_or_else(PoisonError::into_inner);
        *references = Arc::new(ReferenceGraph::new(references.schemas().iter().chain(schemas).copied()));
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

impl fmt::Debug for StoreHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreHandle")
            .field("backend", &self.0.backend.capabilities().name)
            .field("clock", &self.0.clock)
            .finish_non_exhaustive()
    }
}
