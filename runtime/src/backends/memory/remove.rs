//! Deleting rows, with what hangs on them.

use super::pace::{Pace, WRITE, copy, yield_now};
use super::snapshot::Snapshot;
use super::{read, write};
use crate::backend::{CascadeWalk, CascadeWrite, Delete, DeleteMode, Deleted};
use crate::error::Result;
use crate::schema::EntitySchema;
use crate::value::Row;

/// Deletes the rows that match, and gives them if they were asked for.
pub(super) async fn delete(snapshot: &mut Snapshot, delete: &Delete) -> Result<Deleted> {
    let schema = delete.schema;
    let rows = read::first(snapshot, schema, &delete.filter, &delete.order, delete.limit).await?;
    let count = rows.len() as u64;
    let given = if delete.returning { copy(&rows).await } else { Vec::new() };
    if delete.references.referrers(schema).is_empty() {
        match delete.mode {
            DeleteMode::Soft => {
                write::change(snapshot, schema, rows, &delete.soft_deletion()).await?;
            }
            DeleteMode::Hard => remove(snapshot, schema, &rows).await?,
        }
    } else {
        cascade(snapshot, delete, rows).await?;
    }
    Ok(Deleted { count, rows: given })
}

async fn cascade(snapshot: &mut Snapshot, delete: &Delete, rows: Vec<Row>) -> Result<()> {
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        // A transaction may have begun before the table was added: there are no rows for it.
        let rows = match snapshot.has(select.schema) {
            true => read::matching(snapshot, select.schema, &select.filter).await?,
            false => Vec::new(),
        };
        walk.feed(rows);
    }
    for write in walk.finish()? {
        match write {
            CascadeWrite::Update { schema, filter, set } => {
                write::update_all(snapshot, schema, &filter, &set).await?;
            }
            CascadeWrite::Remove { schema, filter } => {
                let rows = read::matching(snapshot, schema, &filter).await?;
                remove(snapshot, schema, &rows).await?;
            }
        }
    }
    Ok(())
}

async fn remove(snapshot: &mut Snapshot, schema: &'static EntitySchema, rows: &[Row]) -> Result<()> {
    let mut pace = Pace::default();
    for row in rows {
        snapshot.table_mut(schema)?.remove(row);
        if pace.is_due(WRITE) {
            yield_now().await;
        }
    }
    Ok(())
}
