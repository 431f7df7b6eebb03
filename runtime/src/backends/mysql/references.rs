//! References: the server's foreign keys check that the row is there; that it is live (R12) is checked here.

use std::collections::HashSet;

use super::errors::{Attempt, Failure};
use super::keys::{self, KEYS_PER_CALL};
use super::prepared::Locks;
use super::session::Session;
use crate::backend::{Assignment, Change, Select};
use crate::error::Error;
use crate::query::{Predicate, key};
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::value::{Row, Value};

/// The references whose rows must be looked at, since a soft-deleted one satisfies the foreign key.
pub(super) fn to_soft_deletable(schema: &'static EntitySchema) -> Vec<&'static ReferenceSchema> {
    schema.references().iter().filter(|reference| reference.target().soft_delete().is_some()).collect()
}

/// Those among them that the row may come to hold anew by these changes.
pub(super) fn concerned(schema: &'static EntitySchema, set: &[Assignment]) -> Vec<&'static ReferenceSchema> {
    let restores = set.iter().any(|assignment| {
        Some(assignment.column) == schema.soft_delete() && assignment.change == Change::Set(Value::Null)
    });
    let changed = |column| set.iter().any(|assignment| assignment.column == column);
    let mut references = to_soft_deletable(schema);
    references.retain(|by| restores || by.columns().iter().any(|&column| changed(column)));
    references
}

/// Fails when one of the rows' `references` names no live row.
pub(super) async fn check(
    session: &mut Session,
    schema: &'static EntitySchema,
    references: &[&'static ReferenceSchema],
    rows: &[Row],
) -> Attempt<()> {
    for reference in references {
        let target = reference.target();
        let mut seen = HashSet::new();
        let mut named = Vec::new();
        for row in rows {
            let values: Vec<_> = reference.columns().iter().map(|&column| row[column].clone()).collect();
            if !values.iter().any(Value::is_null) && seen.insert(key::of(&values)) {
                named.push(values);
            }
        }
        for chunk in named.chunks(KEYS_PER_CALL) {
            let filter = keys::any_of(target.key(), chunk).and(live(target));
            // Locked, so that nobody deletes them before this is committed.
            let found = session.locked(&Select::new(target, filter), Locks::Share).await?;
            if found.len() < chunk.len() {
                return Err(Error::missing_reference(schema, reference).into());
            }
        }
    }
    Ok(())
}

fn live(target: &EntitySchema) -> Predicate {
    target.soft_delete().map_or(Predicate::EVERYTHING, |column| Predicate::IsNull { column })
}

/// Which reference made the server refuse the row, which could have referenced itself.
pub(super) async fn refused(
    session: &mut Session,
    schema: &'static EntitySchema,
    row: &Row,
) -> Attempt<Error> {
    for reference in schema.references() {
        let mut parts = reference.columns().iter().zip(schema.key());
        let itself = reference.target() == schema && parts.all(|(&column, &key)| row[column] == row[key]);
        if !itself && names_none(session, reference, |column| row.get(column)).await? {
            return Ok(Error::missing_reference(schema, reference));
        }
    }
    Ok(unknown(schema, schema.references().first()))
}

/// Which reference made the server refuse the changes.
pub(super) async fn refused_change(
    session: &mut Session,
    schema: &'static EntitySchema,
    set: &[Assignment],
) -> Attempt<Error> {
    let changed = |column: usize| {
        set.iter().find(|assignment| assignment.column == column).and_then(|assignment| {
            match &assignment.change {
                Change::Set(value) => Some(value),
                Change::Add(_) => None,
            }
        })
    };
    let mut touched: Vec<_> = schema.references().iter().collect();
    touched.retain(|by| by.columns().iter().any(|&column| changed(column).is_some()));
    for reference in &touched {
        if names_none(session, reference, changed).await? {
            return Ok(Error::missing_reference(schema, reference));
        }
    }
    // Columns that were not changed have a part in it: it is one of which not all were.
    let partly = |by: &&&ReferenceSchema| by.columns().iter().any(|&column| changed(column).is_none());
    Ok(unknown(schema, touched.iter().find(partly).copied()))
}

/// Whether the reference names a row that is not there, or not live. Not when one of its columns is null or not known.
async fn names_none<'v>(
    session: &mut Session,
    reference: &ReferenceSchema,
    value: impl Fn(usize) -> Option<&'v Value>,
) -> Attempt<bool> {
    let target = reference.target();
    let mut parts = Vec::with_capacity(target.key().len() + 1);
    for (&from, &to) in reference.columns().iter().zip(target.key()) {
        match value(from) {
            None | Some(Value::Null) => return Ok(false),
            Some(value) => parts.push(Predicate::equals(to, value.clone())),
        }
    }
    parts.extend(target.soft_delete().map(|column| Predicate::IsNull { column }));
    Ok(!session.exists(target, &Predicate::All(parts)).await?)
}

/// A foreign key failed, and by now its row is there: another process made it, or the key is not of ours.
fn unknown(schema: &EntitySchema, reference: Option<&ReferenceSchema>) -> Error {
    reference.map_or_else(
        || Error::backend("a foreign key of the table failed"),
        |reference| Error::missing_reference(schema, reference),
    )
}

/// The conflict behind a unique key that is taken.
pub(super) fn conflict(schema: &'static EntitySchema, failure: &Failure) -> Option<Error> {
    let name = failure.taken_key()?;
    if name.eq_ignore_ascii_case("PRIMARY") {
        return Some(Error::conflict_on_key(schema));
    }
    let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
    let index = unique.find(|index| super::names::shortened(index.name()).eq_ignore_ascii_case(name))?;
    Some(Error::conflict_on_index(schema, index))
}
