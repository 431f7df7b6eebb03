//! Deleting rows, with what hangs on them.

use super::pace::{Pace, WRITE, yield_now};
use super::snapshot::Snapshot;
use super::{read, write};
use crate::backend::{Assignment, CascadeWalk, CascadeWrite, Change, Delete, DeleteMode};
use crate::error::Result;
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// Deletes the rows that match: how many.
pub(super) async fn delete(snapshot: &mut Snapshot, delete: &Delete) -> Result<u64> {
    let schema = delete.schema;
    let rows = read::matching(snapshot, schema, &delete.filter).await?;
    let count = rows.len() as u64;
    if delete.references.referrers(schema).is_empty() {
        match (delete.mode, schema.soft_delete()) {
            (DeleteMode::Soft, Some(column)) => {
                write::change(snapshot, schema, rows, &soft_deletion(delete, column)).await?;
            }
            _ => remove(snapshot, schema, &rows).await?,
        }
    } else {
        cascade(snapshot, delete, rows).await?;
    }
    Ok(count)
}

/// What a soft deletion writes into a row.
fn soft_deletion(delete: &Delete, column: usize) -> Vec<Assignment> {
    let now = |column| Assignment {
        column,
        change: Change::Set(Value::Timestamp(delete.now)),
    };
    let mut set = vec![now(column)];
    set.extend(delete.schema.updated().map(now));
    set.extend(delete.schema.version().map(|column| Assignment {
        column,
        change: Change::Add(1),
    }));
    set
}

async fn cascade(snapshot: &mut Snapshot, delete: &Delete, rows: Vec<Row>) -> Result<()> {
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        walk.feed(read::matching(snapshot, select.schema, &select.filter).await?);
    }
    for write in walk.finish()? {
        match write {
            CascadeWrite::Update { schema, filter, set } => {
                write::update(snapshot, schema, &filter, &set).await?;
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
