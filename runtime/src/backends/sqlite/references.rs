//! References: SQLite's foreign keys check that the row is there; that it is live (R12) is checked here.

use super::errors::{Attempt, Failure};
use super::session::Session;
use crate::backend::Assignment;
use crate::backend::Change;
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::value::{Row, Value};

/// The references whose rows must be looked at, since a soft-deleted one satisfies the foreign key.
pub(super) fn to_soft_deletable(
    schema: &'static EntitySchema,
) -> impl Iterator<Item = &'static ReferenceSchema> {
    schema.references().iter().filter(|reference| reference.target().soft_delete().is_some())
}

/// Those among them that the row may come to hold anew by these changes.
pub(super) fn concerned(
    schema: &'static EntitySchema,
    set: &[Assignment],
) -> impl Iterator<Item = &'static ReferenceSchema> {
    let restores = set.iter().any(|assignment| {
        Some(assignment.column) == schema.soft_delete() && assignment.change == Change::Set(Value::Null)
    });
    let changed: Vec<_> = set.iter().map(|assignment| assignment.column).collect();
    to_soft_deletable(schema).filter(move |reference| {
        restores || reference.columns().iter().any(|column| changed.contains(column))
    })
}

/// Fails when one of the row's `references` names no live row.
pub(super) fn check(
    session: &Session,
    schema: &'static EntitySchema,
    mut references: impl Iterator<Item = &'static ReferenceSchema>,
    row: &Row,
) -> Attempt<()> {
    references.try_for_each(|reference| {
        if names_none(session, reference, |column| row.get(column))? {
            return Err(Error::missing_reference(schema, reference).into());
        }
        Ok(())
    })
}

/// Which reference made SQLite refuse the row, which could have referenced itself.
pub(super) fn refused(session: &Session, schema: &'static EntitySchema, row: &Row) -> Attempt<Error> {
    let itself = |reference: &&ReferenceSchema| {
        let mut parts = reference.columns().iter().zip(schema.key());
        reference.target() == schema && parts.all(|(&column, &key)| row[column] == row[key])
    };
    for reference in schema.references().iter().filter(|reference| !itself(reference)) {
        if names_none(session, reference, |column| row.get(column))? {
            return Ok(Error::missing_reference(schema, reference));
        }
    }
    Ok(unknown(schema, schema.references().first()))
}

/// Which reference made SQLite refuse the changes.
pub(super) fn refused_change(
    session: &Session,
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
    let touched = || {
        schema.references().iter().filter(|by| by.columns().iter().any(|&column| changed(column).is_some()))
    };
    for reference in touched() {
        if names_none(session, reference, changed)? {
            return Ok(Error::missing_reference(schema, reference));
        }
    }
    // Columns that were not changed have a part in it: it is one of which not all were.
    let partly = |by: &&ReferenceSchema| by.columns().iter().any(|&column| changed(column).is_none());
    Ok(unknown(schema, touched().find(partly)))
}

/// Whether the reference names a row that is not there, or not live. Not when one of its columns is null or not known.
fn names_none<'v>(
    session: &Session,
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
    Ok(!session.exists(target, &Predicate::All(parts))?)
}

/// A foreign key failed, and by now its row is there: another process made it, or the key is not of ours.
fn unknown(schema: &EntitySchema, reference: Option<&ReferenceSchema>) -> Error {
    reference.map_or_else(
        || Error::backend("a foreign key of the table failed"),
        |reference| Error::missing_reference(schema, reference),
    )
}

/// Whether a failure says that a foreign key was violated, with the better error for it.
pub(super) fn explained(failure: Failure, explain: impl FnOnce() -> Attempt<Error>) -> Failure {
    if !failure.is_foreign_key() {
        return failure;
    }
    match explain() {
        Ok(error) => error.into(),
        Err(failure) => failure,
    }
}
