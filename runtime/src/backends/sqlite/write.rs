//! Inserts and updates, as steps within whatever makes them all or nothing.

use std::collections::HashSet;

use super::constraints::{clash, constraint};
use super::errors::{Attempt, Failure};
use super::references;
use super::session::Session;
use super::values;
use crate::backend::{Assignment, Change, Insert, Select, UniqueKey, Update, Updated};
use crate::error::Error;
use crate::query::{Predicate, key};
use crate::schema::{EntitySchema, IndexSchema};
use crate::sql::references::{concerned, to_soft_deletable};
use crate::sql::{Chosen, Statement};
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

/// Whether rows may come to hold what others of them held before: unique values that are added to, or what brings a row
/// into a unique index.
fn shifts(schema: &EntitySchema, set: &[Assignment]) -> bool {
    let added = |column| {
        let mut adds = set.iter().filter(|part| matches!(part.change, Change::Add(_)));
        adds.any(|part| part.column == column)
    };
    let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
    unique.any(|index| {
        index.columns().iter().any(|part| added(part.column()))
            || index.filter().is_some_and(|filter| filter.mentions(&added))
    })
}

/// Changes rows.
pub(super) fn update(session: &Session, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, .. } = update;
    if set.is_empty() {
        return unchanged(session, update);
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
    let statement = Statement::Update { rows: chosen(update), set, returning: !single };
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
    let count = rows.len() as u64;
    Ok(Updated { count, rows: if update.returning { rows } else { Vec::new() } })
}

fn chosen(update: &Update) -> Chosen<'_> {
    Chosen { schema: update.schema, filter: &update.filter, order: &update.order, limit: update.limit }
}

/// The rows that an update is about, as they are.
fn found(session: &Session, update: &Update) -> Attempt<Vec<Row>> {
    let Update { schema, filter, order, limit, .. } = update;
    let select = Select { order: order.clone(), limit: *limit, ..Select::new(schema, filter.clone()) };
    Ok(session.select(&select)?.rows)
}

/// Whether these rows clash in the index once they are changed.
fn clashes(session: &Session, update: &Update, rows: &[Row], index: &IndexSchema) -> bool {
    let Update { schema, set, .. } = update;
    let key_of = |row: &Row| key::of(schema.key().iter().map(|&column| &row[column]));
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
    let is_row = |row: &Row| {
        let parts = schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone()));
        Predicate::All(parts.collect())
    };
    let rows = found(session, update)?;
    let mut waiting: Vec<_> = rows.iter().map(is_row).collect();
    let mut changed = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut conflict = None;
        let mut still = Vec::new();
        for filter in waiting {
            let statement = Statement::Update { rows: Chosen::every(schema, &filter), set, returning: true };
            match session.changed(schema, set, &statement).map_err(&explain) {
                Ok(rows) => changed.extend(rows),
                Err(Failure::Store(error)) if error.is_conflict() => {
                    conflict = Some(error);
                    still.push(filter);
                }
                Err(failure) => return Err(failure),
            }
        }
        match conflict {
            Some(error) if still.len() == before => {
                // What is left may wait for a row that clashes elsewhere.
                let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
                let index = unique.find(|index| clashes(session, update, &rows, index));
                return Err(index.map_or(error, |index| Error::conflict_on_index(schema, index)).into());
            }
            _ => waiting = still,
        }
    }
    Ok(changed)
}

/// An update without changes, which SQL can't say.
fn unchanged(session: &Session, update: &Update) -> Attempt<Updated> {
    let rows = found(session, update)?;
    let count = rows.len() as u64;
    Ok(Updated { count, rows: if update.returning { rows } else { Vec::new() } })
}
