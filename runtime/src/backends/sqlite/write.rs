//! Inserts and updates, as steps within whatever makes them all or nothing.

use std::collections::HashSet;

use super::constraints::{clash, constraint};
use super::errors::{Attempt, Failure};
use super::references;
use super::session::Session;
use super::values;
use crate::backend::{Assignment, Change, Insert, UniqueKey, Update, Updated, keys};
use crate::error::Error;
use crate::query::key;
use crate::schema::{EntitySchema, IndexSchema};
use crate::sql::references::{concerned, to_soft_deletable};
use crate::sql::{Chosen, OneByOne, Statement, shifts, updated};
use crate::value::{Row, Value};

/// Adds rows.
pub(super) fn insert(session: &Session, insert: &Insert) -> Attempt<()> {
    let Insert { schema, rows } = insert;
    insert_each(session, schema, rows).map_err(|(position, failure)| match failure {
        Failure::Store(error) => error.at_position(position).into(),
        failure => failure,
    })
}

/// Adds rows one after another; a failure comes with the position of its row.
pub(super) fn insert_each(
    session: &Session,
    schema: &'static EntitySchema,
    rows: &[Row],
) -> Result<(), (usize, Failure)> {
    let insert = Statement::Insert { schema, unless: None };
    let mut statement = session.unbound(&insert).map_err(|failure| (0, failure))?;
    for (position, row) in rows.iter().enumerate() {
        let added = insert_one(&mut statement, row);
        added.map_err(|error| (position, refused(session, schema, row, error)))?;
    }
    for (position, row) in rows.iter().enumerate() {
        let checked = references::check(session, schema, to_soft_deletable(schema), row);
        checked.map_err(|failure| (position, failure))?;
    }
    Ok(())
}

/// Adds a row unless its key is taken: whether it was added.
pub(super) fn insert_unless(
    session: &Session,
    schema: &'static EntitySchema,
    row: &Row,
    key: UniqueKey,
) -> Attempt<bool> {
    let mut statement = session.unbound(&Statement::Insert { schema, unless: Some(key) })?;
    let added = insert_one(&mut statement, row).map_err(|error| refused(session, schema, row, error))?;
    if added {
        references::check(session, schema, to_soft_deletable(schema), row)?;
    }
    Ok(added)
}

fn insert_one(statement: &mut rusqlite::Statement<'_>, row: &Row) -> rusqlite::Result<bool> {
    for (column, value) in row.iter().enumerate() {
        values::bind_value(statement, column + 1, value)?;
    }
    Ok(statement.raw_execute()? > 0)
}

/// Why SQLite refused the row.
fn refused(session: &Session, schema: &'static EntitySchema, row: &Row, error: rusqlite::Error) -> Failure {
    let rows = std::slice::from_ref(row);
    let failure = constraint(schema, error, |index| clash(session, schema, index, rows, |_| true));
    references::explained(failure, || references::refused(session, schema, row))
}

/// Whether an update needs no more than its one statement.
pub(super) fn is_single(update: &Update) -> bool {
    !update.returning
        && concerned(update.schema, &update.set).next().is_none()
        && !shifts(update.schema, &update.set)
}

/// Changes rows.
pub(super) fn update(session: &Session, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, .. } = update;
    if set.is_empty() {
        // An update without changes SQL can't say.
        return Ok(updated(update, found(session, update)?));
    }
    let explain = |failure| {
        let failure = match failure {
            Failure::Sqlite(error) => constraint(schema, error, |index| {
                // What stands in the way of telling is told by the call that failed.
                let rows = found(session, update).unwrap_or_default();
                clashes(session, update, &rows, index)
            }),
            failure => failure,
        };
        references::explained(failure, || references::refused_change(session, schema, set))
    };
    let single = is_single(update);
    let statement = Statement::Update { rows: update.into(), set, returning: !single };
    if single {
        let count = session.execute(&statement).map_err(explain)?;
        return Ok(Updated { count: count as u64, rows: Vec::new() });
    }
    let rows = match session.changed(schema, set, &statement).map_err(explain) {
        Err(Failure::Store(error)) if error.is_conflict() && shifts(schema, set) => {
            change_each(session, update, explain)?
        }
        changed => changed?,
    };
    for row in &rows {
        references::check(session, schema, concerned(schema, set), row)?;
    }
    Ok(updated(update, rows))
}

/// The rows that an update is about, as they are.
fn found(session: &Session, update: &Update) -> Attempt<Vec<Row>> {
    Ok(session.select(&Chosen::from(update).select())?.rows)
}

/// Whether these rows clash in the index once they are changed.
fn clashes(session: &Session, update: &Update, rows: &[Row], index: &IndexSchema) -> bool {
    let Update { schema, set, .. } = update;
    let key_of = |row: &Row| key::of(keys::of(schema, row));
    let written: HashSet<_> = rows.iter().map(key_of).collect();
    let mut rows = rows.to_vec();
    for row in &mut rows {
        for Assignment { column, change } in set {
            match (change, &mut row[*column]) {
                (Change::Set(value), stored) => *stored = value.clone(),
                (Change::Add(by), Value::Int(stored)) => *stored = stored.wrapping_add(*by),
                (Change::Add(_), _) => {}
            }
        }
    }
    clash(session, schema, index, &rows, |other| !written.contains(&key_of(other)))
}

/// Changes rows one after another, those first that make room for others: SQLite judges what is unique at each row, not
/// when all of them are changed.
fn change_each(
    session: &Session,
    update: &Update,
    explain: impl Fn(Failure) -> Failure,
) -> Attempt<Vec<Row>> {
    let Update { schema, set, .. } = update;
    let rows = found(session, update)?;
    let mut turns = OneByOne::new(rows.iter().map(|row| keys::names(schema, row)));
    let mut changed = Vec::with_capacity(rows.len());
    let stuck = |error| {
        // What is left may wait for a row that clashes elsewhere.
        let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
        let index = unique.find(|index| clashes(session, update, &rows, index));
        index.map_or(error, |index| Error::conflict_on_index(schema, index))
    };
    while let Some(filter) = turns.next().map_err(stuck)? {
        let statement = Statement::Update { rows: Chosen::every(schema, &filter), set, returning: true };
        match session.changed(schema, set, &statement).map_err(&explain) {
            Ok(rows) => changed.extend(rows),
            Err(Failure::Store(error)) if error.is_conflict() => turns.clashes(filter, error),
            Err(failure) => return Err(failure),
        }
    }
    Ok(changed)
}
