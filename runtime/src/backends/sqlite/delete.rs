//! Deletions and what they reach (R13, R25).

use super::constraints::constraint;
use super::errors::{Attempt, Failure};
use super::outsiders;
use super::session::Session;
use super::work::guarded;
use crate::backend::{Assignment, CascadeWalk, CascadeWrite, Delete, DeleteMode, Deleted, Select};
use crate::schema::{EntitySchema, OnDelete};
use crate::sql::{Chosen, Statement};

/// Whether one statement is enough: nobody references what is soft-deleted, or the foreign keys do the rest.
///
/// They do when all that is reached is removed. They don't set `updated` and `version` where a reference becomes null, and
/// SQLite doesn't count the rows of the entity itself that a cascade removes before the statement comes to them.
pub(super) fn is_single(delete: &Delete) -> bool {
    if delete.mode == DeleteMode::Soft {
        // The rows as they were before are found before.
        return delete.references.referrers(delete.schema).is_empty() && !delete.returning;
    }
    let all = reached(delete);
    let mut referrers = all.iter().flat_map(|schema| delete.references.referrers(schema));
    referrers.all(|by| by.reference.on_delete() == OnDelete::Cascade && by.schema != delete.schema)
}

/// The entities of which the deletion may write rows.
pub(super) fn reached(delete: &Delete) -> Vec<&'static EntitySchema> {
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

/// Deletes rows, as steps within whatever makes them all or nothing.
pub(super) fn delete(session: &Session, delete: &Delete) -> Attempt<Deleted> {
    if is_single(delete) {
        return single(session, delete);
    }
    let Delete { schema, filter, order, limit, .. } = delete;
    let select = Select { order: order.clone(), limit: *limit, ..Select::new(schema, filter.clone()) };
    let rows = session.select(&select)?.rows;
    let count = rows.len() as u64;
    let given = if delete.returning { rows.clone() } else { Vec::new() };
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        walk.feed(session.select(&select)?.rows);
    }
    for write in walk.finish()? {
        match &write {
            CascadeWrite::Update { schema, filter, set } => {
                change(session, Chosen::every(schema, filter), set)?;
            }
            CascadeWrite::Remove { schema, filter } => {
                let rows = Chosen::every(schema, filter);
                session.execute(&Statement::Delete { rows, returning: false })?;
            }
        }
    }
    Ok(Deleted { count, rows: given })
}

fn single(session: &Session, delete: &Delete) -> Attempt<Deleted> {
    let Delete { schema, filter, order, limit, .. } = delete;
    let rows = Chosen { schema, filter, order, limit: *limit };
    let count = match delete.mode {
        DeleteMode::Soft => change(session, rows, &delete.soft_deletion())?,
        DeleteMode::Hard if delete.returning => {
            let rows = session.rows(schema, &Statement::Delete { rows, returning: true })?;
            return Ok(Deleted { count: rows.len() as u64, rows });
        }
        DeleteMode::Hard => session.execute(&Statement::Delete { rows, returning: false })? as u64,
    };
    Ok(Deleted { count, rows: Vec::new() })
}

fn change(session: &Session, rows: Chosen<'_>, set: &[Assignment]) -> Attempt<u64> {
    let changed = session.execute(&Statement::Update { rows, set, returning: false });
    // A version can't be raised for ever.
    let changed = changed.map_err(|failure| match failure {
        Failure::Sqlite(error) => constraint(rows.schema, error, |_| true),
        failure => failure,
    });
    Ok(changed? as u64)
}

/// The same with foreign keys that are looked at when all rows are gone: a ring of references goes in no order.
pub(super) fn deferred(session: &Session, delete: &Delete) -> Attempt<Deleted> {
    session.control("PRAGMA defer_foreign_keys = ON")?;
    let done = guarded(|| {
        let deleted = self::delete(session, delete)?;
        outsiders::check(session, delete)?;
        Ok(deleted)
    });
    // SQLite forgets here what it counted; that no row is left without the one that it references was looked at before.
    session.control("PRAGMA defer_foreign_keys = OFF")?;
    done
}
