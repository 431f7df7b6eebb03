//! Deletions and what they reach (R13, R25).

use super::constraints::explained;
use super::errors::{Attempt, Failure};
use super::session::Session;
use super::work::Way;
use crate::backend::{Assignment, CascadeWalk, CascadeWrite, Delete, DeleteMode, Deleted};
use crate::error::{Error, ErrorKind};
use crate::schema::OnDelete;
use crate::sql::{Chosen, Statement, deletion};

/// Whether one statement is enough: nobody references what is soft-deleted, or the foreign keys do the rest.
///
/// They do when all that is reached is removed. They don't set `updated` and `version` where a reference becomes null.
pub(super) fn is_single(delete: &Delete) -> bool {
    if delete.mode == DeleteMode::Soft {
        return deletion::marks_alone(delete);
    }
    deletion::referrers(delete).all(|(_, by)| by.reference.on_delete() == OnDelete::Cascade)
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
    let rows = session.select(&Chosen::from(delete).select()).await?.rows;
    let count = rows.len() as u64;
    let given = if delete.returning { rows.clone() } else { Vec::new() };
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        walk.feed(session.select(&select).await?.rows);
    }
    let writes = walk.finish()?;
    if way == Way::LetGoFirst {
        for (rows, set) in deletion::lets_go(delete, &writes) {
            change(session, rows, &set).await?;
        }
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

async fn single(session: &mut Session<'_>, delete: &Delete) -> Attempt<Deleted> {
    let rows = Chosen::from(delete);
    let count = match delete.mode {
        DeleteMode::Soft => change(session, rows, &delete.soft_deletion()).await?,
        DeleteMode::Hard if delete.returning => {
            let rows = session.rows(delete.schema, &Statement::Delete { rows, returning: true }).await?;
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
