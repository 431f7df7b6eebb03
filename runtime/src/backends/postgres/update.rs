//! Changing rows, as steps within whatever makes them all or nothing.

use super::constraints::explained;
use super::errors::{Attempt, Failure};
use super::session::Session;
use super::{limits, references};
use crate::backend::{Assignment, Change, Select, Update, Updated, names_one};
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::sql::{Chosen, Statement};
use crate::value::Row;

/// Whether it is one statement, and nothing is to be looked at after it.
pub(super) fn is_single(update: &Update) -> bool {
    looks_itself(update).is_some()
}

/// Whether no more than one row is written: it is named, or it is picked and locked at once.
pub(super) fn picks_one(schema: &'static EntitySchema, filter: &Predicate, limit: Option<u32>) -> bool {
    limit.map_or_else(|| names_one(schema, filter), |limit| limit == 1)
}

/// Whether nothing but one row decides what is written.
pub(super) fn is_of_one_row(update: &Update) -> bool {
    picks_one(update.schema, &update.filter, update.limit)
        && references::concerned(update.schema, &update.set).next().is_none()
}

/// The references whose rows the statement itself can look at, since it sets all of their columns; `None` when there are
/// others.
fn looks_itself(update: &Update) -> Option<Vec<&'static ReferenceSchema>> {
    let is_set = |&column: &usize| {
        let mut sets = update.set.iter().filter(|assignment| assignment.column == column);
        sets.any(|assignment| matches!(assignment.change, Change::Set(_)))
    };
    let concerned = references::concerned(update.schema, &update.set);
    concerned.map(|reference| reference.columns().iter().all(is_set).then_some(reference)).collect()
}

/// Changes rows, and finds the rows that they reference live in the same statement.
pub(super) async fn update_live(session: &mut Session<'_>, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, returning, .. } = update;
    let live = match looks_itself(update) {
        Some(live) if !live.is_empty() && !set.is_empty() => live,
        _ => return self::update(session, update).await,
    };
    limits::check_set(schema, set)?;
    let statement = Statement::UpdateLive { rows: chosen(update), set, returning: *returning, live: &live };
    let explain = |failure| explained(schema, set, failure);
    let updated = if *returning {
        let rows = session.changed(schema, set, &statement).await.map_err(explain)?;
        Updated { count: rows.len() as u64, rows }
    } else {
        Updated { count: session.execute(&statement).await.map_err(explain)?, rows: Vec::new() }
    };
    match live.first() {
        // Whether a row is missing that is referenced or one that matches is found out by the steps one by one.
        Some(reference) if updated.count == 0 => Err(Error::missing_reference(schema, reference).into()),
        _ => Ok(updated),
    }
}

/// Whether rows may come to hold what others of them held before: unique values that are added to, or what brings a row
/// into a unique index.
pub(super) fn shifts(schema: &EntitySchema, set: &[Assignment]) -> bool {
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

/// Changes rows, by one statement.
pub(super) async fn update(session: &mut Session<'_>, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, returning, .. } = update;
    if set.is_empty() {
        return unchanged(session, update).await;
    }
    limits::check_set(schema, set)?;
    let live: Vec<_> = references::concerned(schema, set).collect();
    let statement =
        Statement::Update { rows: chosen(update), set, returning: *returning || !live.is_empty() };
    if !*returning && live.is_empty() {
        let count = session.execute(&statement).await.map_err(|failure| explained(schema, set, failure))?;
        return Ok(Updated { count, rows: Vec::new() });
    }
    let rows =
        session.changed(schema, set, &statement).await.map_err(|failure| explained(schema, set, failure))?;
    references::check(session, schema, live, &rows).await?;
    let count = rows.len() as u64;
    Ok(Updated { count, rows: if *returning { rows } else { Vec::new() } })
}

/// The same after a conflict among the rows themselves: one after another, those first that make room for others. The
/// server judges what is unique at each row, not when all of them are changed.
pub(super) async fn change_each(session: &mut Session<'_>, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, .. } = update;
    let is_row = |row: &Row| {
        let parts = schema.key().iter().map(|&column| Predicate::equals(column, row[column].clone()));
        Predicate::All(parts.collect())
    };
    let rows = found(session, update).await?;
    let mut waiting: Vec<_> = rows.iter().map(is_row).collect();
    let mut changed = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let before = waiting.len();
        let mut conflict = None;
        let mut still = Vec::new();
        for filter in waiting {
            session.control("SAVEPOINT one").await?;
            let statement = Statement::Update { rows: Chosen::every(schema, &filter), set, returning: true };
            let done = session.changed(schema, set, &statement).await;
            match done.map_err(|failure| explained(schema, set, failure)) {
                Ok(rows) => {
                    session.control("RELEASE one").await?;
                    changed.extend(rows);
                }
                Err(Failure::Store(error)) if error.is_conflict() => {
                    session.control("ROLLBACK TO one; RELEASE one").await?;
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
    references::check(session, schema, references::concerned(schema, set).collect(), &changed).await?;
    let count = changed.len() as u64;
    Ok(Updated { count, rows: if update.returning { changed } else { Vec::new() } })
}

fn chosen(update: &Update) -> Chosen<'_> {
    Chosen { schema: update.schema, filter: &update.filter, order: &update.order, limit: update.limit }
}

/// The rows that an update is about, as they are.
async fn found(session: &mut Session<'_>, update: &Update) -> Attempt<Vec<Row>> {
    let Update { schema, filter, order, limit, .. } = update;
    let select = Select { order: order.clone(), limit: *limit, ..Select::new(schema, filter.clone()) };
    Ok(session.select(&select).await?.rows)
}

/// An update without changes, which SQL can't say.
async fn unchanged(session: &mut Session<'_>, update: &Update) -> Attempt<Updated> {
    let rows = found(session, update).await?;
    let count = rows.len() as u64;
    Ok(Updated { count, rows: if update.returning { rows } else { Vec::new() } })
}
