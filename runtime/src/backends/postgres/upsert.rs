//! Adding a row or finding it there, as steps within whatever makes them all or nothing.

use super::constraints::explained;
use super::errors::Attempt;
use super::insert;
use super::session::Session;
use super::{limits, references, values};
use crate::backend::{Insert, Replacement, Select, Upsert};
use crate::error::Error;
use crate::query::Predicate;
use crate::sql::Statement;
use crate::sql::references::{concerned, to_soft_deletable};

/// Whether it writes by one statement, and nothing is to be looked at after it.
pub(super) fn is_single(upsert: &Upsert) -> bool {
    to_soft_deletable(upsert.schema).next().is_none()
}

/// Adds a row or changes the one that is there.
pub(super) async fn upsert(session: &mut Session<'_>, upsert: &Upsert) -> Attempt<Replacement> {
    let Upsert { schema, on, row, set, .. } = upsert;
    limits::check_rows(schema, std::slice::from_ref(row))?;
    limits::check_set(schema, set)?;
    let Some(taken) = on.taken_by(schema, row) else {
        let insert = Insert { schema, rows: vec![row.clone()] };
        insert::insert(session, &insert).await?;
        return Ok(Replacement { row: row.clone(), inserted: true });
    };
    if set.is_empty() {
        return insert_new(session, upsert, taken).await;
    }
    let done = session.fetch_one(&Statement::Upsert(upsert)).await;
    let Some(stored) = done.map_err(|failure| explained(schema, set, failure))? else {
        return Err(on.conflict(schema).into());
    };
    let inserted = values::is_true(&stored, schema.columns().len());
    let row = values::row(schema, &stored)?;
    let live: Vec<_> =
        if inserted { to_soft_deletable(schema).collect() } else { concerned(schema, set).collect() };
    references::check(session, schema, live, std::slice::from_ref(&row)).await?;
    Ok(Replacement { row, inserted })
}

/// Adds a row unless its key is taken.
async fn insert_new(session: &mut Session<'_>, upsert: &Upsert, taken: Predicate) -> Attempt<Replacement> {
    let Upsert { schema, on, row, only_if, .. } = upsert;
    let done = session.fetch_one(&Statement::InsertNew { upsert, taken: &taken }).await;
    let stored = done.map_err(|failure| explained(schema, &[], failure))?;
    let stored = stored.ok_or_else(|| Error::backend("the server gave no answer"))?;
    let columns = schema.columns().len();
    if values::is_true(&stored, columns) {
        let live = to_soft_deletable(schema).collect();
        references::check(session, schema, live, std::slice::from_ref(row)).await?;
        return Ok(Replacement { row: row.clone(), inserted: true });
    }
    let found = if values::is_true(&stored, columns + 1) {
        Some(values::row(schema, &stored)?)
    } else {
        // It was added by another call while this one looked, and is seen by the next statement only.
        let select = Select { limit: Some(1), ..Select::new(schema, taken) };
        session.select(&select).await?.rows.pop()
    };
    match found {
        Some(row) if only_if.matches(&row) => Ok(Replacement { row, inserted: false }),
        Some(_) => Err(on.conflict(schema).into()),
        None => Err(Error::busy("another call removed the row at the same moment").into()),
    }
}
