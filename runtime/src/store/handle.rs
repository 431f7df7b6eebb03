use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use super::group::check::{self, Given};
use super::group::{Group, Known};
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
    known: Arc<RwLock<Known>>,
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
        let known = Arc::new(RwLock::new(Known::new(schemas)));
        Self(Arc::new(Inner { backend, transaction: None, clock, cursor_key, keys, known }))
    }

    /// The same store, with its calls inside a transaction.
    pub(super) fn inside(&self, transaction: Arc<Running>) -> Self {
        let Inner { backend, clock, cursor_key, keys, known, .. } = &*self.0;
        Self(Arc::new(Inner {
            backend: Arc::clone(backend),
            transaction: Some(transaction),
            clock: Arc::clone(clock),
            cursor_key: *cursor_key,
            keys: keys.clone(),
            known: Arc::clone(known),
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
        Arc::clone(self.known().references())
    }

    pub(crate) fn known(&self) -> RwLockReadGuard<'_, Known> {
        // A panic while the lock was held can't leave half of it behind: it is changed in steps that can't panic.
        self.0.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// The groups in the order in which they are to be migrated, or everything that is wrong with them.
    pub(super) fn plan<'g>(&self, groups: &'g [Group]) -> Result<Vec<&'g Group>> {
        let order = check_groups(&self.known(), groups);
        let declarations = groups.iter().flat_map(|group| {
            let mistakes = declaration_mistakes(group.schemas(), &self.0.keys);
            mistakes.map(move |error| match error.kind() {
                ErrorKind::Config { reason } => format!("group `{}`: {reason}", group.name()),
                _ => format!("group `{}`: {error}", group.name()),
            })
        });
        let declarations: Vec<_> = declarations.collect();
        match order {
            Ok(order) if declarations.is_empty() => {
                Ok(order.into_iter().map(|position| &groups[position]).collect())
            }
            Ok(_) => Err(mistakes(declarations)),
            Err(found) => Err(mistakes(found.into_iter().chain(declarations).collect())),
        }
    }

    /// Makes a group known, once its tables are there. Another call may have made known meanwhile what doesn't go with it.
    pub(super) fn learn(&self, group: &Group) -> Result<()> {
        let mut known = self.0.known.write().unwrap_or_else(PoisonError::into_inner);
        check_groups(&known, std::slice::from_ref(group)).map_err(mistakes)?;
        known.learn(group);
        Ok(())
    }

    /// Refuses an entity that was never made known: its rows would escape the cascades of the others.
    pub(crate) fn check_known(&self, schema: &'static EntitySchema) -> Result<()> {
        if self.known().references().contains(schema) {
            Ok(())
        } else {
            Err(Error::from(ErrorKind::UnknownEntity { entity: schema.entity() }))
        }
    }
}

fn check_groups(known: &Known, groups: &[Group]) -> Result<Vec<usize>, Vec<String>> {
    let given: Vec<_> = groups.iter().map(|group| Given { group, plugin: None }).collect();
    check::check(known, &given)
}

fn mistakes(found: Vec<String>) -> Error {
    Error::config(found.join("; "))
}

/// Refuses what only the running program can tell of a declaration: constants that no backend can hold, and missing keys.
pub(super) fn check_declarations(schemas: &[&'static EntitySchema], keys: &Keys) -> Result<()> {
    let references = ReferenceGraph::new(schemas.iter().copied());
    declaration_mistakes(references.schemas(), keys).next().map_or(Ok(()), Err)
}

fn declaration_mistakes(schemas: &[&'static EntitySchema], keys: &Keys) -> impl Iterator<Item = Error> {
    schemas.iter().flat_map(move |&schema| {
        let filters = schema.indexes().iter().filter_map(|index| index.declared_filter());
        let filters = filters.filter_map(|filter| filter.checked().err());
        let columns = schema.columns().iter().enumerate();
        let defaults = columns.filter_map(move |(position, column)| match column.default_value() {
            Some(Err(error)) => Some(Error::invalid_value(schema, position, error.into_reason())),
            _ => None,
        });
        filters.chain(defaults).chain(keys.check(schema).err())
    })
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
