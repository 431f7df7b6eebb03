//! Deletions and what they reach (R13, R25).

use super::constraints::explained;
use super::errors::{Attempt, Failure};
use super::session::Session;
use super::work::Way;
use crate::backend::{Assignment, CascadeWalk, CascadeWrite, Change, Delete, DeleteMode, Deleted, Select};
use crate::error::{Error, ErrorKind};
use crate::schema::{EntitySchema, OnDelete};
use crate::sql::{Chosen, Statement};
use crate::value::Value;

/// Whether one statement is enough: nobody references what is soft-deleted, or the foreign keys do the rest.
///
/// They do when all that is reached is removed. They don't set `updated` and `version` where a reference becomes null.
pub(super) fn is_single(delete: &Delete) -> bool {
    if delete.mode == DeleteMode::Soft {
        // The rows as they were before are found before.
        return delete.references.referrers(delete.schema).is_empty() && !delete.returning;
    }
    let all = reached(delete);
    let mut referrers = all.iter().flat_map(|schema| delete.references.referrers(schema));
    referrers.all(|by| by.reference.on_delete() == OnDelete::Cascade)
}

/// The entities of which the deletion may write rows.
fn reached(delete: &Delete) -> Vec<&'static EntitySchema> {
    let mut reached = vec![delete.schema];
    let mut next = 0;
    while let Some(&schema) = reached.get(next) {
        next += 1;
        for referrer in delete.references.referrers(schema) {
            if !reached.contains(&referrer.schema) {
                reached.push(referrer.schema);
            }
        }
    }
    reached
}

/// Deletes rows. Tried again, they go one table after another, and foreign keys are looked at when all are gone: a ring of
/// references goes in no order.
pub(super) async fn delete(session: &mut Session<'_>, delete: &Delete, way: Way) -> Attempt<Deleted> {
    let done = match way {
        Way::First if is_single(delete) => single(session, delete).await,
        Way::First => walked(session, delete, way).await,
        _ => {
            session.control("SET CONSTRAINTS ALL DEFERRED").await?;
            match walked(session, delete, way).await {
                Ok(done) => session.control("SET CONSTRAINTS ALL IMMEDIATE").await.map(|()| done),
                failed => failed,
            }
        }
    };
    done.map_err(|failure| if way == Way::First { failure } else { restricted(delete, failure) })
}

/// A foreign key that was looked at in the end and failed: it is of a table that the store doesn't know.
fn restricted(delete: &Delete, failure: Failure) -> Failure {
    if !failure.is_foreign_key() {
        return failure;
    }
    let table = failure.server().and_then(|error| error.table());
    let mut known = delete.references.schemas().iter();
    let by = known.find(|schema| Some(schema.table()) == table);
    let by = by.map_or("row of a table outside this store", |schema| schema.entity());
    Error::from(ErrorKind::Restricted { entity: delete.schema.entity(), by }).into()
}

/// Deletes rows one table after another.
async fn walked(session: &mut Session<'_>, delete: &Delete, way: Way) -> Attempt<Deleted> {
    let Delete { schema, filter, order, limit, .. } = delete;
    let select = Select { order: order.clone(), limit: *limit, ..Select::new(schema, filter.clone()) };
    let rows = session.select(&select).await?.rows;
    let count = rows.len() as u64;
    let given = if delete.returning { rows.clone() } else { Vec::new() };
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        walk.feed(session.select(&select).await?.rows);
    }
    let writes = walk.finish()?;
    if way == Way::LetGoFirst {
        let_go(session, delete, &writes).await?;
    }
    for write in writes {
        match &write {
            CascadeWrite::Update { schema, filter, set } => {
                change(session, Chosen::every(schema, filter), set).await?;
            }
            CascadeWrite::Remove { schema, filter } => {
                let rows = Chosen::every(schema, filter);
                session.execute(&Statement::Delete { rows, returning: false }).await?;
            }
        }
    }
    Ok(Deleted { count, rows: given })
}

/// Takes the references out of rows that are to be removed, so that none of them takes others along.
async fn let_go(session: &mut Session<'_>, delete: &Delete, writes: &[CascadeWrite]) -> Attempt<()> {
    let reached = reached(delete);
    for write in writes {
        let CascadeWrite::Remove { schema, filter } = write else { continue };
        let references = schema.references().iter().filter(|reference| reached.contains(&reference.target()));
        let columns = references.flat_map(|reference| reference.columns());
        let set: Vec<_> = columns
            .filter(|&&column| schema.column(column).is_nullable() && !schema.key().contains(&column))
            .map(|&column| Assignment { column, change: Change::Set(Value::Null) })
            .collect();
        if !set.is_empty() {
            change(session, Chosen::every(schema, filter), &set).await?;
        }
    }
    Ok(())
}

async fn single(session: &mut Session<'_>, delete: &Delete) -> Attempt<Deleted> {
    let Delete { schema, filter, order, limit, .. } = delete;
    let rows = Chosen { schema, filter, order, limit: *limit };
    let count = match delete.mode {
        DeleteMode::Soft => change(session, rows, &delete.soft_deletion()).await?,
        DeleteMode::Hard if delete.returning => {
            let rows = session.rows(schema, &Statement::Delete { rows, returning: true }).await?;
            return Ok(Deleted { count: rows.len() as u64, rows });
        }
        DeleteMode::Hard => session.execute(&Statement::Delete { rows, returning: false }).await?,
    };
    Ok(Deleted { count, rows: Vec::new() })
}

async fn change(session: &mut Session<'_>, rows: Chosen<'_>, set: &[Assignment]) -> Attempt<u64> {
    let changed = session.execute(&Statement::Update { rows, set, returning: false }).await;
    // A version can't be raised for ever.
    changed.map_err(
        |failure| {
            if failure.is_foreign_key() { failure } else { explained(rows.schema, set, failure) }
        },
    )
}
