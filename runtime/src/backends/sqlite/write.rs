//! Inserts, updates and upserts, as steps within whatever makes them atomic.

use super::errors::{Attempt, Failure, constraint};
use super::references;
use super::session::Session;
use super::values;
use crate::backend::{Assignment, Change, Insert, Replacement, Select, UniqueKey, Update, Updated, Upsert};
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::sql::Statement;
use crate::value::Row;

/// Adds rows.
pub(super) fn insert(session: &Session, insert: &Insert) -> Attempt<()> {
    let Insert { schema, rows } = insert;
    insert_each(session, schema, rows).map_err(|(position, failure)| match failure {
        Failure::Store(error) => error.at_position(position).into(),
        failure => failure,
    })
}

/// Adds rows one after another; a failure comes with the position of its row.
fn insert_each(
    session: &Session,
    schema: &'static EntitySchema,
    rows: &[Row],
) -> Result<(), (usize, Failure)> {
    let mut statement = session.unbound(&Statement::Insert { schema }).map_err(|failure| (0, failure))?;
    for (position, row) in rows.iter().enumerate() {
        if let Err(error) = insert_one(&mut statement, row) {
            let failure = constraint(schema, error);
            let failure = references::explained(failure, || references::refused(session, schema, row));
            return Err((position, failure));
        }
    }
    for (position, row) in rows.iter().enumerate() {
        let checked = references::check(session, schema, references::to_soft_deletable(schema), row);
        checked.map_err(|failure| (position, failure))?;
    }
    Ok(())
}

fn insert_one(statement: &mut rusqlite::Statement<'_>, row: &Row) -> rusqlite::Result<()> {
    for (column, value) in row.iter().enumerate() {
        values::bind_value(statement, column + 1, value)?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// Whether an update needs no more than its one statement.
pub(super) fn is_single(update: &Update) -> bool {
    !update.returning
        && references::concerned(update.schema, &update.set).next().is_none()
        && !shifts(update.schema, &update.set)
}

/// Whether rows may come to hold what others of them held before: unique values that are added to.
fn shifts(schema: &EntitySchema, set: &[Assignment]) -> bool {
    let added = |column| {
        let mut adds = set.iter().filter(|part| matches!(part.change, Change::Add(_)));
        adds.any(|part| part.column == column)
    };
    let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
    unique.any(|index| index.columns().iter().any(|part| added(part.column())))
}

/// Changes rows.
pub(super) fn update(session: &Session, update: &Update) -> Attempt<Updated> {
    let Update { schema, filter, set, .. } = update;
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
    let statement = Statement::Update { schema, filter, set, returning: !single };
    if single {
        let count = session.execute(&statement).map_err(explain)?;
        return Ok(Updated { count: count as u64, rows: Vec::new() });
    }
    let rows = match session.rows(schema, &statement).map_err(explain) {
        Err(Failure::Store(error)) if error.is_conflict() && shifts(schema, set) => {
            change_each(session, update, explain)?
        }
        changed => changed?,
    };
    for row in &rows {
        references::check(session, schema, references::concerned(schema, set), row)?;
    }
    let count = rows.len() as u64;
    Ok(Updated { count, rows: if update.returning { rows } else { Vec::new() } })
}

/// Changes rows one after another, those first that make room for others: SQLite judges what is unique at each row, not
/// when all of them are changed.
fn change_each(
    session: &Session,
    update: &Update,
    explain: impl Fn(Failure) -> Failure,
) -> Attempt<Vec<Row>> {
    let Update { schema, set, .. } = update;
    let is_row = |row: Row| {
        let parts = schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone()));
        Predicate::All(parts.collect())
    };
    let found = session.select(&Select::new(schema, update.filter.clone()))?.rows;
    let mut waiting: Vec<_> = found.into_iter().map(is_row).collect();
    let mut changed = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut conflict = None;
        let mut still = Vec::new();
        for filter in waiting {
            let statement = Statement::Update { schema, filter: &filter, set, returning: true };
            match session.rows(schema, &statement).map_err(&explain) {
                Ok(rows) => changed.extend(rows),
                Err(Failure::Store(error)) if error.is_conflict() => {
                    conflict = Some(error);
                    still.push(filter);
                }
                Err(failure) => return Err(failure),
            }
        }
        match conflict {
            Some(error) if still.len() == before => return Err(error.into()),
            _ => waiting = still,
        }
    }
    Ok(changed)
}

/// An update without changes, which SQL can't say.
fn unchanged(session: &Session, update: &Update) -> Attempt<Updated> {
    let rows = session.select(&Select::new(update.schema, update.filter.clone()))?.rows;
    let count = rows.len() as u64;
    Ok(Updated { count, rows: if update.returning { rows } else { Vec::new() } })
}

/// Adds a row or changes the one that is there. The lock for writing is held, so nobody comes between the steps.
pub(super) fn upsert(session: &Session, upsert: &Upsert) -> Attempt<Replacement> {
    let Upsert { schema, on, row, set, only_if } = upsert;
    let taken = taken(schema, *on, row);
    if let Some(taken) = &taken {
        let filter = taken.clone().and(only_if.clone());
        let change = Update { returning: true, ..Update::new(schema, filter, set.clone()) };
        if let Some(row) = update(session, &change)?.rows.pop() {
            return Ok(Replacement { row, inserted: false });
        }
    }
    let added = insert_each(session, schema, std::slice::from_ref(row));
    match added.map_err(|(_, failure)| failure) {
        Ok(()) => Ok(Replacement { row: row.clone(), inserted: true }),
        Err(Failure::Store(error)) if error.is_conflict() => {
            let Some(taken) = taken else {
                return Err(error.into());
            };
            // The row that is there doesn't match `only_if`; or it is not, and another key clashes.
            Err(if session.exists(schema, &taken)? { conflict(schema, *on) } else { error }.into())
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
            parts.extend(index.columns().iter().map(|part| (part.column(), &row[part.column()])));
        }
    }
    if parts.iter().any(|(_, value)| value.is_null()) {
        return None;
    }
    let mut parts: Vec<_> =
        parts.into_iter().map(|(column, value)| Predicate::equals(column, value.clone())).collect();
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
