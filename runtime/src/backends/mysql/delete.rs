//! Deletions and what they reach (R13, R25).

use super::changes::changed;
use super::errors::{Attempt, Failure};
use super::outsiders;
use super::prepared::Locks;
use super::server::Flavor;
use super::session::Session;
use crate::backend::keys::{self, KEYS_PER_CALL};
use crate::backend::{
    Assignment, CascadeWalk, CascadeWrite, Delete, DeleteMode, Deleted, ReferenceGraph, Select,
};
use crate::error::Error;
use crate::schema::{EntitySchema, OnDelete};
use crate::sql::{Chosen, Statement, deletion};

/// How deep the server follows references that cascade, less a little.
const MOST_LEVELS: usize = 12;

/// Whether one statement is enough: nobody references what is soft-deleted, or the foreign keys do the rest.
///
/// They do when all that is reached is removed, and not too deep. They don't set `updated` and `version` where a reference
/// becomes null.
pub(super) fn is_single(flavor: Flavor, delete: &Delete) -> bool {
    is_one_statement(delete) && (!delete.returning || flavor.returns_deleted())
}

fn is_one_statement(delete: &Delete) -> bool {
    match delete.mode {
        DeleteMode::Soft => deletion::marks_alone(delete),
        DeleteMode::Hard => only_cascades(&delete.references, delete.schema, MOST_LEVELS),
    }
}

/// Whether the rows that are reached are all removed, in no more levels than these, whatever they are.
fn only_cascades(graph: &ReferenceGraph, schema: &'static EntitySchema, levels: usize) -> bool {
    let mut referrers = graph.referrers(schema).iter();
    referrers.all(|by| {
        by.reference.on_delete() == OnDelete::Cascade
            && levels > 0
            && only_cascades(graph, by.schema, levels - 1)
    })
}

/// Whether rows may reference each other in a ring, so that they go in no order.
fn is_ring(delete: &Delete) -> bool {
    let sorted = delete.references.children_first();
    let place = |schema: &'static EntitySchema| sorted.iter().position(|of| *of == schema);
    deletion::referrers(delete).any(|(schema, by)| place(by.schema) >= place(schema))
}

/// Deletes rows.
pub(super) async fn delete(session: &mut Session, delete: &Delete) -> Attempt<Deleted> {
    let done = if is_single(session.server.flavor, delete) {
        single(session, delete).await
    } else if is_one_statement(delete) {
        read_first(session, delete).await
    } else {
        walked(session, delete).await
    };
    // Of the store's own tables the walk has found all rows.
    done.map_err(|failure| if failure.is_referenced() { outsiders::refused(delete).into() } else { failure })
}

async fn single(session: &mut Session, delete: &Delete) -> Attempt<Deleted> {
    let Delete { schema, .. } = delete;
    let rows = Chosen::from(delete);
    let statement = Statement::Delete { rows, returning: false };
    let count = match delete.mode {
        DeleteMode::Soft => change(session, rows, &delete.soft_deletion()).await?,
        DeleteMode::Hard if delete.returning => {
            let names: Vec<_> =
                schema.columns().iter().map(|column| format!("`{}`", column.name())).collect();
            let suffix = format!(" RETURNING {}", names.join(", "));
            let rows = session.changed(schema, &statement, &suffix).await?;
            return Ok(Deleted { count: rows.len() as u64, rows });
        }
        DeleteMode::Hard => session.execute(&statement).await?,
    };
    Ok(Deleted { count, rows: Vec::new() })
}

/// Deletes rows by one statement or several, after they were locked and read.
async fn read_first(session: &mut Session, delete: &Delete) -> Attempt<Deleted> {
    let Delete { schema, .. } = delete;
    let rows = session.locked(&Chosen::from(delete).select(), Locks::Update).await?;
    for chunk in rows.chunks(KEYS_PER_CALL) {
        let filter = keys::names_all(schema, chunk);
        let rows = Chosen::every(schema, &filter);
        session.execute(&Statement::Delete { rows, returning: false }).await?;
    }
    Ok(Deleted { count: rows.len() as u64, rows })
}

/// Deletes rows one table after another. All of them are locked before, and whoever wants to reference one of them waits
/// for that lock.
async fn walked(session: &mut Session, delete: &Delete) -> Attempt<Deleted> {
    let rows = session.locked(&Chosen::from(delete).select(), Locks::Update).await?;
    let count = rows.len() as u64;
    let given = if delete.returning { rows.clone() } else { Vec::new() };
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        walk.feed(session.locked(&select, Locks::Update).await?);
    }
    let writes = walk.finish()?;
    if delete.mode == DeleteMode::Hard && is_ring(delete) {
        write_ring(session, delete, &writes).await?;
    } else {
        write_all(session, &writes).await?;
    }
    Ok(Deleted { count, rows: given })
}

/// The server looks at each row by itself, so a ring of references may go in no order that it allows. All rows are known, so
/// it need not look at all then.
async fn write_ring(session: &mut Session, delete: &Delete, writes: &[CascadeWrite]) -> Attempt<()> {
    session.control("SAVEPOINT ring").await?;
    match write_all(session, writes).await {
        Err(failure) if failure.is_referenced() => {}
        done => return done,
    }
    session.control("ROLLBACK TO SAVEPOINT ring; SET SESSION foreign_key_checks = 0").await?;
    let written = write_all(session, writes).await;
    if session.control("SET SESSION foreign_key_checks = 1").await.is_err() {
        session.give_up();
    }
    written?;
    outsiders::check(session, delete, &deletion::reached(delete)).await
}

async fn write_all(session: &mut Session, writes: &[CascadeWrite]) -> Attempt<()> {
    for write in writes {
        match write {
            CascadeWrite::Update { schema, filter, set } => {
                change(session, Chosen::every(schema, filter), set).await?;
            }
            CascadeWrite::Remove { schema, filter } => {
                let rows = Chosen::every(schema, filter);
                session.execute(&Statement::Delete { rows, returning: false }).await?;
            }
        }
    }
    Ok(())
}

async fn change(session: &mut Session, rows: Chosen<'_>, set: &[Assignment]) -> Attempt<u64> {
    if set.is_empty() {
        return Ok(0);
    }
    match session.execute(&Statement::Update { rows, set, returning: false }).await {
        // A version can't be raised for ever.
        Err(failure) if failure.is_out_of_range() => Err(too_large(session, rows, set).await?),
        done => done,
    }
}

async fn too_large(session: &mut Session, rows: Chosen<'_>, set: &[Assignment]) -> Attempt<Failure> {
    let stored = session.select(&Select::new(rows.schema, rows.filter.clone())).await?.rows;
    let wrong = stored.iter().find_map(|row| changed(rows.schema, set, row).err());
    Ok(wrong.unwrap_or_else(|| Error::backend("a version is out of range")).into())
}
