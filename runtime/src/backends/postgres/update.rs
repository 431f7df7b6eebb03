//! Changing rows, as steps within whatever makes them all or nothing.

use super::constraints::explained;
use super::errors::{Attempt, Failure};
use super::session::Session;
use super::{limits, references};
use crate::backend::{Update, Updated, keys, names_one};
use crate::error::Error;
use crate::query::Predicate;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::sql::references::concerned;
use crate::sql::{Chosen, OneByOne, Statement, set_to, updated};
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
        && concerned(update.schema, &update.set).next().is_none()
}

/// The references whose rows the statement itself can look at, since it sets all of their columns; `None` when there are
/// others.
fn looks_itself(update: &Update) -> Option<Vec<&'static ReferenceSchema>> {
    let is_set = |&column: &usize| set_to(&update.set, column).is_some();
    let concerned = concerned(update.schema, &update.set);
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
    let statement = Statement::UpdateLive { rows: update.into(), set, returning: *returning, live: &live };
    let explain = |failure| explained(schema, set, failure);
    let done = if *returning {
        let rows = session.changed(schema, set, &statement).await.map_err(explain)?;
        Updated { count: rows.len() as u64, rows }
    } else {
        Updated { count: session.execute(&statement).await.map_err(explain)?, rows: Vec::new() }
    };
    match live.first() {
        // Whether a row is missing that is referenced or one that matches is found out by the steps one by one.
        Some(reference) if done.count == 0 => Err(Error::missing_reference(schema, reference).into()),
        _ => Ok(done),
    }
}

/// Changes rows, by one statement.
pub(super) async fn update(session: &mut Session<'_>, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, returning, .. } = update;
    if set.is_empty() {
        // An update without changes SQL can't say.
        return Ok(updated(update, found(session, update).await?));
    }
    limits::check_set(schema, set)?;
    let live: Vec<_> = concerned(schema, set).collect();
    let statement = Statement::Update { rows: update.into(), set, returning: *returning || !live.is_empty() };
    if !*returning && live.is_empty() {
        let count = session.execute(&statement).await.map_err(|failure| explained(schema, set, failure))?;
        return Ok(Updated { count, rows: Vec::new() });
    }
    let rows =
        session.changed(schema, set, &statement).await.map_err(|failure| explained(schema, set, failure))?;
    references::check(session, schema, live, &rows).await?;
    Ok(updated(update, rows))
}

/// The same after a conflict among the rows themselves: one after another, those first that make room for others. The
/// server judges what is unique at each row, not when all of them are changed.
pub(super) async fn change_each(session: &mut Session<'_>, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, .. } = update;
    let rows = found(session, update).await?;
    let mut turns = OneByOne::new(rows.iter().map(|row| keys::names(schema, row)));
    let mut changed = Vec::with_capacity(rows.len());
    while let Some(filter) = turns.next()? {
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
                turns.clashes(filter, error);
            }
            Err(failure) => return Err(failure),
        }
    }
    references::check(session, schema, concerned(schema, set).collect(), &changed).await?;
    Ok(updated(update, changed))
}

/// The rows that an update is about, as they are.
async fn found(session: &mut Session<'_>, update: &Update) -> Attempt<Vec<Row>> {
    Ok(session.select(&Chosen::from(update).select()).await?.rows)
}
