//! The rows of one entity and their indexes.

use super::entries::Entries;
use super::packed::Packed;
use crate::error::{Error, Result};
use crate::query::planner::{index_key, row_key};
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::Row;

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
        Self { schema, rows: Entries::new(true), indexes: Vec::new() }
    }

    /// Adds a row. After an error the table is of no use any more.
    pub(super) fn add(&mut self, row: &Row) -> Result<()> {
        let packed = Packed::new(row);
        if self.rows.insert(&row_key(self.schema, row), &packed) {
            return Err(Error::conflict_on_key(self.schema));
        }
        for index in &mut self.indexes {
            index.add(self.schema, row, &packed)?;
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, row: &Row) {
        self.rows.remove(&row_key(self.schema, row));
        for index in &mut self.indexes {
            if let Some(key) = index_key(self.schema, index.definition, row) {
                index.entries.remove(&key);
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
                index.entries.remove(key);
            }
        }
    }

    /// The second half: puts in `new`, which has the same id. After an error the table is of no use any more.
    pub(super) fn link(&mut self, old: &Row, new: &Row) -> Result<()> {
        let packed = Packed::new(new);
        self.rows.insert(&row_key(self.schema, new), &packed);
        for index in &mut self.indexes {
            let Some(key) = index_key(self.schema, index.definition, new) else {
                continue;
            };
            let taken = index.entries.insert(&key, &packed);
            if taken && index_key(self.schema, index.definition, old).as_ref() != Some(&key) {
                return Err(Error::conflict_on_index(self.schema, index.definition));
            }
        }
        Ok(())
    }
}

impl Index {
    pub(super) fn new(definition: &'static IndexSchema) -> Self {
        Self { definition, entries: Entries::new(definition.is_unique()) }
    }

    pub(super) fn add(&mut self, schema: &'static EntitySchema, row: &Row, packed: &Packed) -> Result<()> {
        let Some(key) = index_key(schema, self.definition, row) else {
            return Ok(());
        };
        if self.entries.insert(&key, packed) {
            return Err(Error::conflict_on_index(schema, self.definition));
        }
        Ok(())
    }
}
