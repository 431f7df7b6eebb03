//! What a failed constraint means: the server names it, and it was named by what it stands for.

use super::errors::Failure;
use super::names;
use crate::backend::{Assignment, Change};
use crate::error::{Error, ErrorKind};
use crate::schema::{EntitySchema, ReferenceSchema};

/// The conflict, the missing reference or the refused sum behind a failure of a statement that wrote rows of `schema`.
pub(super) fn explained(schema: &'static EntitySchema, set: &[Assignment], failure: Failure) -> Failure {
    let found = failure.server().and_then(|error| match error.code() {
        "23505" => conflict(schema, error.constraint()?),
        "23503" => Some(match reference(schema, error.constraint()?) {
            Some(reference) => Error::missing_reference(schema, reference),
            None => Error::backend("a foreign key of the table failed"),
        }),
        "22003" => not_a_sum(schema, set, false),
        "22012" => not_a_sum(schema, set, true),
        _ => None,
    });
    found.map_or(failure, Failure::Store)
}

/// Whether the failure is of the rows themselves: each of several may be the one to blame.
pub(super) fn is_of_rows(failure: &Failure) -> bool {
    match failure {
        Failure::Store(error) => {
            error.is_conflict() || matches!(error.kind(), ErrorKind::MissingReference { .. })
        }
        Failure::Driver(_) => false,
    }
}

fn conflict(schema: &'static EntitySchema, constraint: &str) -> Option<Error> {
    let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
    match unique.find(|index| names::short(index.name()) == constraint) {
        Some(index) => Some(Error::conflict_on_index(schema, index)),
        None => Some(Error::conflict_on_key(schema)).filter(|_| constraint == names::primary(schema)),
    }
}

fn reference(schema: &'static EntitySchema, constraint: &str) -> Option<&'static ReferenceSchema> {
    schema.references().iter().find(|reference| names::foreign_key(schema, reference) == constraint)
}

/// The server doesn't name the column of a sum that it can't store. A version is the last that comes to its end.
fn not_a_sum(schema: &'static EntitySchema, set: &[Assignment], null: bool) -> Option<Error> {
    let added = || {
        let adds = set.iter().filter(|part| matches!(part.change, Change::Add(_)));
        adds.map(|part| part.column)
    };
    let fits =
        |column: &usize| Some(*column) != schema.version() && (!null || schema.column(*column).is_nullable());
    let column = added().find(fits).or_else(|| added().next())?;
    let reason = if null { "it is null, to which nothing is added" } else { "the sum is out of range" };
    Some(Error::invalid_value(schema, column, reason))
}
