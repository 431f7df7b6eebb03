//! Deletions and what they reach (R13, R25).

use super::errors::Attempt;
use super::session::Session;
use crate::backend::{CascadeWalk, CascadeWrite, Delete, DeleteMode, Select};
use crate::error::{Error, ErrorKind};
use crate::schema::{EntitySchema, OnDelete};
use crate::sql::Statement;

/// Whether the foreign keys do all of it, so that one statement is enough.
///
/// They do when all that is reached is removed. They don't set `updated` and `version` where a reference becomes null, and
/// SQLite doesn't count the rows of the entity itself that a cascade removes before the statement comes to them.
pub(super) fn is_single(delete: &Delete) -> bool {
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
    delete.mode == DeleteMode::Hard
}

/// Deletes rows: how many of the entity itself.
pub(super) fn delete(session: &Session, delete: &Delete) -> Attempt<u64> {
    let Delete { schema, filter, .. } = delete;
    if is_single(delete) {
        return Ok(session.execute(&Statement::Delete { schema, filter })? as u64);
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
                session.execute(&Statement::Update {
                    schema,
                    filter,
                    set,
                    returning: false,
                })?;
            }
            CascadeWrite::Remove { schema, filter } => {
                session.execute(&Statement::Delete { schema, filter })?;
            }
        }
    }
    Ok(count)
}

/// A foreign key that this store doesn't know stood in the way.
pub(super) fn restricted(delete: &Delete) -> Error {
    ErrorKind::Restricted {
        entity: delete.schema.entity(),
        by: "row of a table outside this store",
    }
    .into()
}
