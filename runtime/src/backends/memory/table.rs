//! The rows of one entity and their indexes.

use std::sync::Arc;

use imbl::OrdMap;

use super::key::Key;
use crate::error::{Error, Result};
use crate::query::planner::{index_key, row_key};
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::Row;

/// Entries by key; every entry holds the whole row, so that a lookup by any index is one lookup.
pub(super) type Entries = OrdMap<Key, Arc<Row>>;

/// A table: a copy is made in constant time and shares everything with the original until one of them changes.
#[derive(Clone)]
pub(super) struct Table {
    pub(super) schema: &'static EntitySchema,
    pub(super) rows: Entries,
    pub(super) indexes: Vec<Index>,
}

#[derive(Clone)]
pub(super) struct Index {
    pub(super) definition: &'static IndexSchema,
    pub(super) entries: Entries,
}

impl Table {
    pub(super) fn new(schema: &'static EntitySchema) -> Self {
        Self {
            schema,
            rows: Entries::new(),
            indexes: Vec::new(),
        }
    }

    /// Adds a row. After an error the table is of no use any more.
    pub(super) fn add(&mut self, row: &Arc<Row>) -> Result<()> {
        if self
            .rows
            .insert(row_key(self.schema, row).as_slice().into(), Arc::clone(row))
            .is_some()
        {
            return Err(Error::conflict_on_key(self.schema));
        }
        for index in &mut self.indexes {
            index.add(self.schema, row)?;
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, row: &Row) {
        self.rows.remove(row_key(self.schema, row).as_slice());
        for index in &mut self.indexes {
            if let Some(key) = index_key(self.schema, index.definition, row) {
                index.entries.remove(key.as_slice());
            }
        }
    }

    /// The first half of a change: takes out the entries that `new` doesn't have. It is done for all rows of a statement
    /// before any [`Table::link`], so that rows can exchange unique values.
    pub(super) fn unlink(&mut self, old: &Row, new: &Row) {
        for index in &mut self.indexes {
            let before = index_key(self.schema, index.definition, old);
            if let Some(key) = &before
                && before != index_key(self.schema, index.definition, new)
            {
                index.entries.remove(key.as_slice());
            }
        }
    }

    /// The second half: puts in `new`, which has the same id. After an error the table is of no use any more.
    pub(super) fn link(&mut self, old: &Row, new: &Arc<Row>) -> Result<()> {
        self.rows
            .insert(row_key(self.schema, new).as_slice().into(), Arc::clone(new));
        for index in &mut self.indexes {
            let Some(key) = index_key(self.schema, index.definition, new) else {
                continue;
            };
            let taken = index
                .entries
                .insert(key.as_slice().into(), Arc::clone(new))
                .is_some();
            if taken && index_key(self.schema, index.definition, old).as_ref() != Some(&key) {
                return Err(Error::conflict_on_index(self.schema, index.definition));
            }
        }
        Ok(())
    }
}

impl Index {
    pub(super) fn new(definition: &'static IndexSchema) -> Self {
        Self {
            definition,
            entries: Entries::new(),
        }
    }

    pub(super) fn add(&mut self, schema: &'static EntitySchema, row: &Arc<Row>) -> Result<()> {
        let Some(key) = index_key(schema, self.definition, row) else {
            return Ok(());
        };
        match self.entries.insert(key.as_slice().into(), Arc::clone(row)) {
            None => Ok(()),
            Some(_) => Err(Error::conflict_on_index(schema, self.definition)),
        }
    }
}
