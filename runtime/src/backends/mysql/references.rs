//! References: the server's foreign keys check that the row is there; that it is live (R12) is checked here.

use std::collections::HashSet;

use super::errors::{Attempt, Failure};
use super::prepared::Locks;
use super::session::Session;
use crate::backend::keys::{self, KEYS_PER_CALL};
use crate::backend::{Assignment, Select};
use crate::error::Error;
use crate::query::{Predicate, key};
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::sql::references::{Named, of_changes, of_row, unexplained_changes, unexplained_row};
use crate::value::{Row, Value};

/// Fails when one of the rows' `references` names no live row.
pub(super) async fn check(
    session: &mut Session,
    schema: &'static EntitySchema,
    references: impl Iterator<Item = &'static ReferenceSchema>,
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

/// Which reference made the server refuse the row.
pub(super) async fn refused(
    session: &mut Session,
    schema: &'static EntitySchema,
    row: &Row,
) -> Attempt<Error> {
    let missing = first_missing(session, schema, of_row(schema, row)).await?;
    Ok(missing.unwrap_or_else(|| unexplained_row(schema)))
}

/// Which reference made the server refuse the changes.
pub(super) async fn refused_change(
    session: &mut Session,
    schema: &'static EntitySchema,
    set: &[Assignment],
) -> Attempt<Error> {
    let missing = first_missing(session, schema, of_changes(schema, set)).await?;
    Ok(missing.unwrap_or_else(|| unexplained_changes(schema, set)))
}

async fn first_missing(
    session: &mut Session,
    schema: &'static EntitySchema,
    suspects: Vec<Named>,
) -> Attempt<Option<Error>> {
    for (reference, named) in suspects {
        if !session.exists(reference.target(), &named).await? {
            return Ok(Some(Error::missing_reference(schema, reference)));
        }
    }
    Ok(None)
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
