//! Adding a row or finding it there, as steps within whatever makes them all or nothing.

use super::changes::changed;
use super::errors::{Attempt, Failure};
use super::insert::insert_all;
use super::keys;
use super::prepared::Locks;
use super::session::Session;
use super::write::update;
use crate::backend::{Replacement, Select, UniqueKey, Update, Upsert};
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::Row;

/// Adds a row or changes the one that is there.
pub(super) async fn upsert(session: &mut Session, upsert: &Upsert) -> Attempt<Replacement> {
    let Upsert { schema, on, row, set, only_if } = upsert;
    session.server.lengths(schema).check(schema, row.iter().enumerate())?;
    let Some(taken) = taken(schema, *on, row) else {
        return add(session, upsert).await;
    };
    let select = Select { limit: Some(1), ..Select::new(schema, taken) };
    let Some(stored) = session.locked(&select, Locks::Update).await?.pop() else {
        return match add(session, upsert).await {
            // Somebody else added it since: that one is to be changed.
            Err(Failure::Store(error)) if is_on(&error, *on) => Err(Failure::Raced),
            added => added,
        };
    };
    if !only_if.matches(&stored) {
        return Err(conflict(schema, *on).into());
    }
    if set.is_empty() {
        return Ok(Replacement { row: stored, inserted: false });
    }
    // A sum that can't be held is told before anything is written.
    let row = changed(schema, set, &stored)?;
    let change = Update { returning: true, ..Update::new(schema, keys::names(schema, &stored), set.clone()) };
    update(session, &change).await?;
    Ok(Replacement { row, inserted: false })
}

/// Adds the row, whatever is there.
pub(super) async fn add(session: &mut Session, upsert: &Upsert) -> Attempt<Replacement> {
    let added = insert_all(session, upsert.schema, std::slice::from_ref(&upsert.row)).await;
    added.map_err(|(_, failure)| failure)?;
    Ok(Replacement { row: upsert.row.clone(), inserted: true })
}

/// The rows that have the same key; `None` when the row can't clash on it.
fn taken(schema: &'static EntitySchema, on: UniqueKey, row: &Row) -> Option<Predicate> {
    let equals = |column: usize| Predicate::equals(column, row[column].clone());
    let UniqueKey::Index(index) = on else {
        return Some(Predicate::All(schema.key().iter().map(|&column| equals(column)).collect()));
    };
    if !holds(schema, index, row) {
        return None;
    }
    let mut parts: Vec<_> = index.columns().iter().map(|part| equals(part.column())).collect();
    let live = schema.soft_delete().filter(|_| schema.counts_live_only(index));
    parts.extend(live.map(|column| Predicate::IsNull { column }));
    parts.extend(index.filter().map_or(&[][..], Predicate::parts).iter().cloned());
    Some(Predicate::All(parts))
}

/// Whether the unique index holds the row, so that another one may clash with it.
fn holds(schema: &EntitySchema, index: &IndexSchema, row: &Row) -> bool {
    let is_live = schema.soft_delete().is_none_or(|column| row[column].is_null());
    (is_live || !schema.counts_live_only(index))
        && !index.columns().iter().any(|part| row[part.column()].is_null())
        && index.filter().is_none_or(|filter| filter.matches(row))
}

fn conflict(schema: &'static EntitySchema, on: UniqueKey) -> Error {
    match on {
        UniqueKey::Primary => Error::conflict_on_key(schema),
        UniqueKey::Index(index) => Error::conflict_on_index(schema, index),
    }
}

fn is_on(error: &Error, on: UniqueKey) -> bool {
    let name = match on {
        UniqueKey::Primary => "primary",
        UniqueKey::Index(index) => index.name(),
    };
    matches!(error.kind(), ErrorKind::Conflict { index, .. } if *index == name)
}
