//! Everything that is stored, at one moment.

use std::collections::HashMap;
use std::sync::Arc;

use super::entries::Entries;
use super::pace::{Pace, WRITE, yield_now};
use super::table::{Index, Table};
use crate::error::{Error, ErrorKind, Result};
use crate::query::planner::Access;
use crate::schema::{ColumnSchema, EntitySchema, IndexSchema};

/// All tables. A copy costs little and is a store of its own: that is how a writer works, and how a reader sees one moment.
#[derive(Clone, Default)]
pub(super) struct Snapshot {
    tables: Vec<Arc<Table>>,
    known: Arc<HashMap<&'static EntitySchema, Place>>,
}

/// Where the rows of an entity are. Two schemas can share a table and name its indexes in another order.
#[derive(Clone)]
struct Place {
    table: usize,
    indexes: Vec<usize>,
}

/// A table as one schema sees it.
#[derive(Clone, Copy)]
pub(super) struct View<'s> {
    table: &'s Table,
    indexes: &'s [usize],
}

impl<'s> View<'s> {
    pub(super) fn entries(&self, access: Access) -> &'s Entries {
        match access {
            Access::Primary => &self.table.rows,
            Access::Index(position) => &self.table.indexes[self.indexes[position]].entries,
        }
    }
}

impl Snapshot {
    fn place(&self, schema: &'static EntitySchema) -> Result<&Place> {
        self.known.get(schema).ok_or_else(|| {
            schema_error(format!("the table `{}` is not there; call `migrate` first", schema.table()))
        })
    }

    pub(super) fn view(&self, schema: &'static EntitySchema) -> Result<View<'_>> {
        let place = self.place(schema)?;
        Ok(View { table: &self.tables[place.table], indexes: &place.indexes })
    }

    pub(super) fn table_mut(&mut self, schema: &'static EntitySchema) -> Result<&mut Table> {
        let table = self.place(schema)?.table;
        Ok(Arc::make_mut(&mut self.tables[table]))
    }

    /// How many tables there are.
    pub(super) const fn len(&self) -> usize {
        self.tables.len()
    }

    /// Whether nothing is missing for `schemas`.
    pub(super) fn knows(&self, schemas: &[&'static EntitySchema]) -> bool {
        schemas.iter().all(|&schema| self.known.contains_key(schema))
    }

    /// Whether there is the table of `schema`.
    pub(super) fn has(&self, schema: &'static EntitySchema) -> bool {
        self.known.contains_key(schema)
    }

    /// Whether entities were added since it was `earlier`. None is ever taken away.
    pub(super) fn has_more_entities_than(&self, earlier: &Self) -> bool {
        self.known.len() > earlier.known.len()
    }

    /// Adds what is missing for `schema`: its table, or indexes of it.
    pub(super) async fn ensure(&mut self, schema: &'static EntitySchema) -> Result<()> {
        if self.known.contains_key(schema) {
            return Ok(());
        }
        let existing = self.tables.iter().position(|table| table.schema.table() == schema.table());
        let position = match existing {
            Some(position) => {
                check_layout(self.tables[position].schema, schema)?;
                position
            }
            None => {
                self.tables.push(Arc::new(Table::new(schema)));
                self.tables.len() - 1
            }
        };
        let table = Arc::make_mut(&mut self.tables[position]);
        let mut indexes = Vec::with_capacity(schema.indexes().len());
        for definition in schema.indexes() {
            indexes.push(ensure_index(table, definition).await?);
        }
        Arc::make_mut(&mut self.known).insert(schema, Place { table: position, indexes });
        Ok(())
    }
}

async fn ensure_index(table: &mut Table, definition: &'static IndexSchema) -> Result<usize> {
    let name = definition.name();
    if let Some(position) = table.indexes.iter().position(|index| index.definition.name() == name) {
        if table.indexes[position].definition != definition {
            return Err(schema_error(format!(
                "the index `{name}` of the table `{}` has other columns or another `when`, or is unique in one declaration only",
                table.schema.table()
            )));
        }
        return Ok(position);
    }
    let mut index = Index::new(definition);
    let mut pace = Pace::default();
    for packed in table.rows.values() {
        index.add(table.schema, &packed.unpack()?, packed).map_err(|_| {
            schema_error(format!(
                "the index `{name}` of the table `{}` can't be unique: there are rows with the same values",
                table.schema.table()
            ))
        })?;
        if pace.is_due(WRITE) {
            yield_now().await;
        }
    }
    table.indexes.push(index);
    Ok(table.indexes.len() - 1)
}

/// Rows are kept as they come, so that two schemas of a table must have the same columns in the same places.
///
/// A new column needs no rows filled in, with a default or without: a store of this kind starts empty, and its rows are
/// written by the declarations that it was opened with.
fn check_layout(stored: &'static EntitySchema, schema: &'static EntitySchema) -> Result<()> {
    let table = schema.table();
    let is_same = |a: &ColumnSchema, b: &ColumnSchema| {
        a.name() == b.name() && a.ty() == b.ty() && a.is_nullable() == b.is_nullable()
    };
    for (position, column) in schema.columns().iter().enumerate() {
        match stored.columns().get(position) {
            Some(there) if is_same(there, column) => {}
            _ => {
                let name = column.name();
                return Err(schema_error(format!(
                    "the table `{table}` is there without the column `{name}`, or has it in another place or of another type"
                )));
            }
        }
    }
    if let Some(column) = stored.columns().get(schema.columns().len()) {
        let name = column.name();
        return Err(schema_error(format!(
            "the table `{table}` is there with a column `{name}` that is not declared"
        )));
    }
    if stored.key() != schema.key() {
        return Err(schema_error(format!("the table `{table}` is there with another id")));
    }
    if stored.soft_delete() != schema.soft_delete() {
        return Err(schema_error(format!(
            "the table `{table}` is there and differs in its `soft_delete` column"
        )));
    }
    Ok(())
}

fn schema_error(reason: String) -> Error {
    ErrorKind::Schema { reason: reason.into() }.into()
}
