//! Inserts, updates and upserts, as steps within whatever makes them atomic.

use super::errors::{Attempt, Failure, constraint};
use super::references;
use super::session::Session;
use super::values;
use crate::backend::{Insert, Replacement, UniqueKey, Update, Updated, Upsert};
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::sql::Statement;
use crate::value::Row;

/// Adds rows.
pub(super) fn insert(session: &Session, insert: &Insert) -> Attempt<()> {
    let Insert { schema, rows } = insert;
    let mut postponed = insert_each(session, schema, rows.iter().enumerate()).map_err(placed)?;
    // A row may reference a later one of the same call: such rows are added once the others are there.
    while !postponed.is_empty() {
        let before = postponed.len();
        let waiting = postponed
            .iter()
            .map(|&(position, _)| (position, &rows[position]))
            .collect::<Vec<_>>();
        postponed = insert_each(session, schema, waiting.into_iter()).map_err(placed)?;
        if postponed.len() == before {
            return Err(postponed.swap_remove(0).1.into());
        }
    }
    for row in rows {
        references::check(session, schema, references::to_soft_deletable(schema), row)?;
    }
    Ok(())
}

/// Adds rows; gives those back that reference none but may do so later.
fn insert_each<'r>(
    session: &Session,
    schema: &'static EntitySchema,
    rows: impl ExactSizeIterator<Item = (usize, &'r Row)>,
) -> Result<Vec<(usize, Error)>, (usize, Failure)> {
    let may_wait = rows.len() > 1
        && schema
            .references()
            .iter()
            .any(|reference| reference.target() == schema);
    let mut postponed = Vec::new();
    let mut statement = session
        .unbound(&Statement::Insert { schema })
        .map_err(|failure| (0, failure))?;
    for (position, row) in rows {
        let Err(error) = insert_one(&mut statement, row) else {
            continue;
        };
        let failure = constraint(schema, error);
        let waits = may_wait && failure.is_foreign_key();
        match references::explained(failure, || references::refused(session, schema, row)) {
            Failure::Store(error) if waits => postponed.push((position, error)),
            failure => return Err((position, failure)),
        }
    }
    Ok(postponed)
}

fn insert_one(statement: &mut rusqlite::Statement<'_>, row: &Row) -> rusqlite::Result<()> {
    for (column, value) in row.iter().enumerate() {
        values::bind_value(statement, column + 1, value)?;
    }
    statement.raw_execute()?;
    Ok(())
}

fn placed((position, failure): (usize, Failure)) -> Failure {
    match failure {
        Failure::Store(error) => error.at_position(position).into(),
        failure => failure,
    }
}

/// Whether an update needs no more than its one statement.
pub(super) fn is_single(update: &Update) -> bool {
    !update.returning && references::concerned(update.schema, &update.set).next().is_none()
}

/// Changes rows.
pub(super) fn update(session: &Session, update: &Update) -> Attempt<Updated> {
    let Update {
        schema, filter, set, ..
    } = update;
    if set.is_empty() {
        return unchanged(session, update);
    }
    let explain = |failure| {
        let failure = match failure {
            Failure::Sqlite(error) => constraint(schema, error),
            failure => failure,
        };
        references::explained(failure, || references::refused_change(session, schema, set))
    };
    let single = is_single(update);
    let statement = Statement::Update {
        schema,
        filter,
        set,
        returning: !single,
    };
    if single {
        let count = session.execute(&statement).map_err(explain)?;
        return Ok(Updated {
            count: count as u64,
            rows: Vec::new(),
        });
    }
    let rows = session.rows(schema, &statement).map_err(explain)?;
    for row in &rows {
        references::check(session, schema, references::concerned(schema, set), row)?;
    }
    let count = rows.len() as u64;
    Ok(Updated {
        count,
        rows: if update.returning { rows } else { Vec::new() },
    })
}

/// An update without changes, which SQL can't say.
fn unchanged(session: &Session, update: &Update) -> Attempt<Updated> {
    let rows = session
        .select(&crate::backend::Select::new(update.schema, update.filter.clone()))?
        .rows;
    let count = rows.len() as u64;
    Ok(Updated {
        count,
        rows: if update.returning { rows } else { Vec::new() },
    })
}

/// Adds a row or changes the one that is there. The lock for writing is held, so nobody comes between the steps.
pub(super) fn upsert(session: &Session, upsert: &Upsert) -> Attempt<Replacement> {
    let Upsert {
        schema,
        on,
        row,
        set,
        only_if,
    } = upsert;
    let taken = taken(schema, *on, row);
    if let Some(taken) = &taken {
        let filter = taken.clone().and(only_if.clone());
        let change = Update {
            schema,
            filter,
            set: set.clone(),
            returning: true,
        };
        if let Some(row) = update(session, &change)?.rows.pop() {
            return Ok(Replacement { row, inserted: false });
        }
    }
    let added = insert_each(session, schema, std::iter::once((0, row))).map_err(|(_, failure)| failure);
    let added =
        added.and_then(|_| references::check(session, schema, references::to_soft_deletable(schema), row));
    match added {
        Ok(()) => Ok(Replacement {
            row: row.clone(),
            inserted: true,
        }),
        Err(Failure::Store(error)) if error.is_conflict() => {
            let Some(taken) = taken else {
                return Err(error.into());
            };
            // The row that is there doesn't match `only_if`; or it is not, and another key clashes.
            Err(if session.exists(schema, &taken)? {
                conflict(schema, *on)
            } else {
                error
            }
            .into())
        }
        Err(failure) => Err(failure),
    }
}

/// The rows that have the same key; `None` when the row can't clash on it.
fn taken(schema: &'static EntitySchema, on: UniqueKey, row: &Row) -> Option<Predicate> {
    let mut parts = Vec::new();
    match on {
        UniqueKey::Primary => parts.extend(schema.key().iter().map(|&column| (column, &row[column]))),
        UniqueKey::Index(index) => {
            parts.extend(
                index
                    .columns()
                    .iter()
                    .map(|part| (part.column(), &row[part.column()])),
            );
        }
    }
    if parts.iter().any(|(_, value)| value.is_null()) {
        return None;
    }
    let mut parts: Vec<_> = parts
        .into_iter()
        .map(|(column, value)| Predicate::equals(column, value.clone()))
        .collect();
    if let (UniqueKey::Index(index), Some(column)) = (on, schema.soft_delete())
        && schema.counts_live_only(index)
    {
        if !row[column].is_null() {
            return None;
        }
        parts.push(Predicate::IsNull { column });
    }
    Some(Predicate::All(parts))
}

fn conflict(schema: &'static EntitySchema, on: UniqueKey) -> Error {
    match on {
        UniqueKey::Primary => Error::conflict_on_key(schema),
        UniqueKey::Index(index) => Error::conflict_on_index(schema, index),
    }
}
