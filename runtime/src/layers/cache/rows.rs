//! The rows that are kept, and under which names.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use moka::sync::Cache as Kept;

use super::affected::{Affected, Ids};
use super::entity::{Entity, Moment};
use super::named::{self, Id, Named};
use crate::backend::Select;
use crate::schema::EntitySchema;
use crate::value::Row;

/// The rows of one store.
pub(super) struct Rows {
    rows: Kept<RowKey, Arc<KeptRow>>,
    // Old ones do no harm: a row is asked again whether it matches.
    ids: Kept<IndexKey, Id>,
    entities: RwLock<HashMap<&'static EntitySchema, Arc<Entity>>>,
    closed: AtomicBool,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct RowKey {
    schema: &'static EntitySchema,
    id: Id,
}

struct KeptRow {
    // The entity's when it was put in: in another one it counts for nothing.
    epoch: u64,
    row: Row,
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct IndexKey {
    schema: &'static EntitySchema,
    index: usize,
    values: Vec<u8>,
}

impl Rows {
    pub(super) fn new(capacity: u64, time_to_live: Duration) -> Self {
        Self {
            rows: Kept::builder().max_capacity(capacity).time_to_live(time_to_live).build(),
            ids: Kept::builder().max_capacity(capacity).time_to_live(time_to_live).build(),
            entities: RwLock::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// The row that a select asks for, if it is kept and matches.
    pub(super) fn find(&self, select: &Select, named: &Named) -> Option<Row> {
        let schema = select.schema;
        // Before the row, so that one that was dropped meanwhile can't be found by the epoch after.
        let epoch = self.entity(schema).epoch();
        let id = match named {
            Named::Id(id) => id.clone(),
            Named::Index(index, values) => {
                self.ids.get(&IndexKey { schema, index: *index, values: values.clone() })?
            }
        };
        let kept = self.rows.get(&RowKey { schema, id })?;
        (kept.epoch == epoch && select.filter.matches(&kept.row)).then(|| kept.row.clone())
    }

    /// When a read that is about to go to the database begins.
    pub(super) fn moment(&self, schema: &'static EntitySchema) -> Moment {
        self.entity(schema).ledger().now()
    }

    /// Keeps a row that was read since `began`, unless it may have been written meanwhile.
    pub(super) fn keep(&self, schema: &'static EntitySchema, began: Moment, named: Named, row: &Row) {
        let id = named::id_of(schema, row);
        let entity = self.entity(schema);
        let ledger = entity.ledger();
        if !ledger.admits(began, &id) {
            return;
        }
        let kept = KeptRow { epoch: entity.epoch(), row: row.clone() };
        self.rows.insert(RowKey { schema, id: id.clone() }, Arc::new(kept));
        drop(ledger);
        if let Named::Index(index, values) = named {
            self.ids.insert(IndexKey { schema, index, values }, id);
        }
    }

    /// A write begins: what it may change is dropped, and not kept until the write has ended.
    pub(super) fn write_begins(&self, affected: &Affected) {
        for (schema, ids) in affected.changed.iter() {
            let entity = self.entity(schema);
            let mut ledger = entity.ledger();
            ledger.open(ids);
            self.forget(schema, &entity, ids);
        }
    }

    /// A write has ended.
    pub(super) fn write_ended(&self, affected: &Affected) {
        for (schema, ids) in affected.changed.iter() {
            self.entity(schema).ledger().close(ids);
        }
        for (schema, ids) in affected.added.iter() {
            let entity = self.entity(schema);
            let mut ledger = entity.ledger();
            ledger.open(ids);
            self.forget(schema, &entity, ids);
            ledger.close(ids);
        }
    }

    /// Nobody knows whether a write was done, or will be: nothing that it may change is kept for a while.
    pub(super) fn write_in_doubt(&self, affected: &Affected) {
        for (schema, _) in affected.changed.iter() {
            let entity = self.entity(schema);
            entity.ledger().doubt();
            entity.drop_rows();
        }
        self.write_ended(affected);
    }

    /// Drops all rows. What was read before is not kept either.
    pub(super) fn clear(&self) {
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        for entity in entities.values() {
            let mut ledger = entity.ledger();
            ledger.open(&Ids::Every);
            entity.drop_rows();
            ledger.close(&Ids::Every);
        }
        drop(entities);
        self.rows.invalidate_all();
        self.ids.invalidate_all();
    }

    /// Drops all rows, and keeps none any more.
    pub(super) fn close(&self) {
        // An entity that is met later sees this; those that are there are told.
        self.closed.store(true, Ordering::SeqCst);
        let entities = self.entities.read().unwrap_or_else(PoisonError::into_inner);
        entities.values().for_each(|entity| entity.ledger().shut());
        drop(entities);
        self.clear();
    }

    /// Its ledger is held.
    fn forget(&self, schema: &'static EntitySchema, entity: &Entity, ids: &Ids) {
        match ids {
            Ids::Every => entity.drop_rows(),
            Ids::These(ids) => {
                ids.iter().for_each(|id| self.rows.invalidate(&RowKey { schema, id: id.clone() }));
            }
        }
    }

    fn entity(&self, schema: &'static EntitySchema) -> Arc<Entity> {
        let known = self.entities.read().unwrap_or_else(PoisonError::into_inner).get(schema).cloned();
        known.unwrap_or_else(|| {
            let mut entities = self.entities.write().unwrap_or_else(PoisonError::into_inner);
            let new = || Arc::new(Entity::new(self.closed.load(Ordering::SeqCst)));
            Arc::clone(entities.entry(schema).or_insert_with(new))
        })
    }
}
