//! Deletions and what they reach (R13, R25).

use super::constraints::constraint;
use super::errors::{Attempt, Failure};
use super::outsiders;
use super::session::Session;
use super::work::guarded;
use crate::backend::{Assignment, CascadeWalk, CascadeWrite, Delete, DeleteMode, Deleted};
use crate::schema::OnDelete;
use crate::sql::{Chosen, Statement, deletion};

/// Whether one statement is enough: nobody references what is soft-deleted, or the foreign keys do the rest.
///
/// They do when all that is reached is removed. They don't set `updated` and `version` where a reference becomes null, and
/// SQLite doesn't count the rows of the entity itself that a cascade removes before the statement comes to them.
pub(super) fn is_single(delete: &Delete) -> bool {
    if delete.mode == DeleteMode::Soft {
        return deletion::marks_alone(delete);
    }
    deletion::referrers(delete)
        .all(|(_, by)| by.reference.on_delete() == OnDelete::Cascade && by.schema != delete.schema)
}

/// Deletes rows, as steps within whatever makes them all or nothing.
pub(super) fn delete(session: &Session, delete: &Delete) -> Attempt<Deleted> {
    if is_single(delete) { single(session, delete) } else { walked(session, delete, Way::AsDeclared) }
}

/// Deletes rows one table after another.
fn walked(session: &Session, delete: &Delete, way: Way) -> Attempt<Deleted> {
    let rows = session.select(&Chosen::from(delete).select())?.rows;
    let count = rows.len() as u64;
    let given = if delete.returning { rows.clone() } else { Vec::new() };
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        walk.feed(session.select(&select)?.rows);
    }
    let writes = walk.finish()?;
    if way == Way::LetGoFirst {
        for (rows, set) in deletion::lets_go(delete, &writes) {
            change(session, rows, &set)?;
        }
    }
    for write in writes {
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

/// How a deletion that has found all its rows removes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// One table after another; foreign keys are looked at as they are declared.
    AsDeclared,
    /// The same, and they are looked at when all rows are gone: a ring of references goes in no order.
    Deferred,
    /// The same, and the rows let go of each other before, as far as they may: SQLite follows references a thousand deep only.
    LetGoFirst,
}

impl Way {
    /// How a deletion is tried again that failed so.
    pub(super) fn after(failure: &Failure) -> Option<Self> {
        if failure.is_foreign_key() {
            Some(Self::Deferred)
        } else {
            failure.is_too_deep().then_some(Self::LetGoFirst)
        }
    }
}

fn single(session: &Session, delete: &Delete) -> Attempt<Deleted> {
    let rows = Chosen::from(delete);
    let count = match delete.mode {
        DeleteMode::Soft => change(session, rows, &delete.soft_deletion())?,
        DeleteMode::Hard if delete.returning => {
            let rows = session.rows(delete.schema, &Statement::Delete { rows, returning: true })?;
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

/// The same in another order, after a failure.
pub(super) fn again(session: &Session, delete: &Delete, way: Way) -> Attempt<Deleted> {
    session.control("PRAGMA defer_foreign_keys = ON")?;
    let done = guarded(|| {
        let deleted = walked(session, delete, way)?;
        outsiders::check(session, delete)?;
        Ok(deleted)
    });
    // SQLite forgets here what it counted; that no row is left without the one that it references was looked at before.
    session.control("PRAGMA defer_foreign_keys = OFF")?;
    done
}
