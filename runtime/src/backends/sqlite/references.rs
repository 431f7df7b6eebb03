//! References: SQLite's foreign keys check that the row is there; that it is live (R12) is checked here.

use super::errors::{Attempt, Failure};
use super::session::Session;
use crate::backend::Assignment;
use crate::error::Error;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::sql::references::{self, Named};
use crate::value::Row;

/// Fails when one of the row's references that are concerned names no live row.
pub(super) fn check(
    session: &Session,
    schema: &'static EntitySchema,
    mut concerned: impl Iterator<Item = &'static ReferenceSchema>,
    row: &Row,
) -> Attempt<()> {
    concerned.try_for_each(|reference| match references::named(reference, |column| row.get(column)) {
        Some(named) if !session.exists(reference.target(), &named)? => {
            Err(Error::missing_reference(schema, reference).into())
        }
        _ => Ok(()),
    })
}

/// Which reference made SQLite refuse the row.
pub(super) fn refused(session: &Session, schema: &'static EntitySchema, row: &Row) -> Attempt<Error> {
    let missing = first_missing(session, schema, references::of_row(schema, row))?;
    Ok(missing.unwrap_or_else(|| references::unexplained_row(schema)))
}

/// Which reference made SQLite refuse the changes.
pub(super) fn refused_change(
    session: &Session,
    schema: &'static EntitySchema,
    set: &[Assignment],
) -> Attempt<Error> {
    let missing = first_missing(session, schema, references::of_changes(schema, set))?;
    Ok(missing.unwrap_or_else(|| references::unexplained_changes(schema, set)))
}

fn first_missing(
    session: &Session,
    schema: &'static EntitySchema,
    suspects: Vec<Named>,
) -> Attempt<Option<Error>> {
    for (reference, named) in suspects {
        if !session.exists(reference.target(), &named)? {
            return Ok(Some(Error::missing_reference(schema, reference)));
        }
    }
    Ok(None)
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
