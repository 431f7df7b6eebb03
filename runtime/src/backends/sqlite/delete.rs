//! Deletions and what they reach (R13, R25).

use super::errors::{Attempt, Failure, constraint};
use super::session::Session;
use crate::backend::{Assignment, CascadeWalk, CascadeWrite, Delete, DeleteMode, Select};
use crate::error::{Error, ErrorKind};
use crate::query::Predicate;
use crate::schema::{EntitySchema, OnDelete};
use crate::sql::Statement;

/// Whether one statement is enough: nobody references what is soft-deleted, or the foreign keys do the rest.
///
/// They do when all that is reached is removed. They don't set `updated` and `version` where a reference becomes null, and
/// SQLite doesn't count the rows of the entity itself that a cascade removes before the statement comes to them.
pub(super) fn is_single(delete: &Delete) -> bool {
    if delete.mode == DeleteMode::Soft {
        return delete.references.referrers(delete.schema).is_empty();
    }
    let mut reached: Vec<&'static EntitySchema> = vec![delete.schema];
    let mut next = 0;
    while let Some(&schema) = reached.get(next) {
        next += 1;
        for referrer in delete.references.referrers(schema) {
            if referrer.reference.on_delete() != OnDelete::Cascade || referrer.schema == delete.schema {
                return false;
            }
            if !reached.contains(&referrer.schema) {
                reached.push(referrer.schema);
            }
        }
    }
    true
}

/// Deletes rows: how many of the entity itself.
pub(super) fn delete(session: &Session, delete: &Delete) -> Attempt<u64> {
    let Delete { schema, filter, .. } = delete;
    if is_single(delete) {
        return match delete.mode {
            DeleteMode::Soft => change(session, schema, filter, &delete.soft_deletion()),
            DeleteMode::Hard => Ok(session.execute(&Statement::Delete { schema, filter })? as u64),
        };
    }
    let rows = session.select(&Select::new(schema, filter.clone()))?.rows;
    let count = rows.len() as u64;
    let mut walk = CascadeWalk::new(delete, rows);
    while let Some(select) = walk.next_select() {
        walk.feed(session.select(&select)?.rows);
    }
    for write in walk.finish()? {
        match &write {
            CascadeWrite::Update { schema, filter, set } => {
                change(session, schema, filter, set)?;
            }
            CascadeWrite::Remove { schema, filter } => {
                session.execute(&Statement::Delete { schema, filter })?;
            }
        }
    }
    Ok(count)
}

fn change(
    session: &Session,
    schema: &'static EntitySchema,
    filter: &Predicate,
    set: &[Assignment],
) -> Attempt<u64> {
    let changed = session.execute(&Statement::Update { schema, filter, set, returning: false });
    // A version can't be raised for ever.
    let changed = changed.map_err(|failure| match failure {
        Failure::Sqlite(error) => constraint(schema, error),
        failure => failure,
    });
    Ok(changed? as u64)
}

/// A foreign key that this store doesn't know stood in the way.
pub(super) fn restricted(delete: &Delete) -> Error {
    ErrorKind::Restricted { entity: delete.schema.entity(), by: "row of a table outside this store" }.into()
}
