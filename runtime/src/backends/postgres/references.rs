//! References: the server's foreign keys check that the row is there; that it is live (R12) is checked here.
//!
//! Nobody can delete it meanwhile: whoever does reads which rows reference it, and of two transactions that read what the
//! other one writes the server lets one fail.

use super::errors::Attempt;
use super::session::Session;
use crate::backend::{Assignment, Change};
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

/// Those among them that a row may come to hold anew by these changes.
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

/// Fails when one of the rows names by one of the `references` no live row.
pub(super) async fn check(
    session: &mut Session<'_>,
    schema: &'static EntitySchema,
    references: Vec<&'static ReferenceSchema>,
    rows: &[Row],
) -> Attempt<()> {
    for reference in references {
        let target = reference.target();
        let mut named: Vec<Vec<&Value>> = Vec::with_capacity(rows.len());
        for row in rows {
            let key: Vec<_> = reference.columns().iter().map(|&column| &row[column]).collect();
            // Rows written together mostly reference the same one.
            if !key.iter().any(|value| value.is_null()) && named.last() != Some(&key) {
                named.push(key);
            }
        }
        for key in named {
            let parts = target.key().iter().zip(key);
            let mut parts: Vec<_> =
                parts.map(|(&column, value)| Predicate::equals(column, value.clone())).collect();
            parts.extend(target.soft_delete().map(|column| Predicate::IsNull { column }));
            if !session.exists(target, &Predicate::All(parts)).await? {
                return Err(Error::missing_reference(schema, reference).into());
            }
        }
    }
    Ok(())
}
