//! Adding a row or finding it there, as steps within whatever makes them all or nothing.

use super::errors::{Attempt, Failure};
use super::session::Session;
use super::write::{insert_each, insert_unless, update};
use crate::backend::{Replacement, Select, Update, Upsert};
use crate::error::Error;
use crate::query::Predicate;
use crate::sql::references::to_soft_deletable;

/// How often a row is looked for that was there a moment ago: as often as another process can remove it in between.
const ATTEMPTS: u32 = 16;

/// Whether it writes by one statement at most: it adds the row or gives the one that is there.
pub(super) fn is_single(upsert: &Upsert) -> bool {
    upsert.set.is_empty() && to_soft_deletable(upsert.schema).next().is_none()
}

/// Adds a row or changes the one that is there.
pub(super) fn upsert(session: &Session, upsert: &Upsert) -> Attempt<Replacement> {
    let taken = upsert.on.taken_by(upsert.schema, &upsert.row);
    match taken {
        None => add(session, upsert),
        Some(taken) if upsert.set.is_empty() => add_or_find(session, upsert, &taken),
        Some(taken) => change_or_add(session, upsert, &taken),
    }
}

/// The lock for writing is held, so nobody comes between the steps.
fn change_or_add(session: &Session, upsert: &Upsert, taken: &Predicate) -> Attempt<Replacement> {
    let Upsert { schema, on, set, only_if, .. } = upsert;
    let filter = taken.clone().and(only_if.clone());
    let change = Update { returning: true, ..Update::new(schema, filter, set.clone()) };
    if let Some(row) = update(session, &change)?.rows.pop() {
        return Ok(Replacement { row, inserted: false });
    }
    match add(session, upsert) {
        // The row that is there doesn't match `only_if`; or it is not, and another key clashes.
        Err(Failure::Store(error)) if error.is_conflict() => {
            Err(if session.exists(schema, taken)? { on.conflict(schema) } else { error }.into())
        }
        added => added,
    }
}

/// Nothing is written where the row is there, so the lock need not be held.
fn add_or_find(session: &Session, upsert: &Upsert, taken: &Predicate) -> Attempt<Replacement> {
    let Upsert { schema, on, row, only_if, .. } = upsert;
    for _ in 0..ATTEMPTS {
        if insert_unless(session, schema, row, *on)? {
            return Ok(Replacement { row: row.clone(), inserted: true });
        }
        let select = Select { limit: Some(1), ..Select::new(schema, taken.clone()) };
        match session.select(&select)?.rows.pop() {
            Some(row) if only_if.matches(&row) => return Ok(Replacement { row, inserted: false }),
            Some(_) => return Err(on.conflict(schema).into()),
            None => {}
        }
    }
    Err(Error::busy("another process adds and removes the row again and again").into())
}

fn add(session: &Session, upsert: &Upsert) -> Attempt<Replacement> {
    let added = insert_each(session, upsert.schema, std::slice::from_ref(&upsert.row));
    added.map_err(|(_, failure)| failure)?;
    Ok(Replacement { row: upsert.row.clone(), inserted: true })
}
