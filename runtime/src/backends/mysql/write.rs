//! Inserts and updates, as steps within whatever makes them all or nothing.

use super::changes::changed;
use super::errors::{Attempt, Failure};
use super::prepared::Locks;
use super::references::{self, conflict};
use super::session::Session;
use crate::backend::keys::{self, KEYS_PER_CALL};
use crate::backend::{Change, Select, Update, Updated, names_one};
use crate::error::Error;
use crate::query::Predicate;
use crate::sql::references::concerned;
use crate::sql::{Chosen, OneByOne, Statement, set_to, shifts, updated};
use crate::value::{Row, Value};

/// How many columns are compared at most: each may be null or not, which makes for other statements.
const MOST_COMPARED: usize = 2;
const MOST_COMPARED_BYTES: usize = 1 << 10;

/// Whether an update needs no more than its one statement.
pub(super) fn is_single(update: &Update) -> bool {
    !update.returning && is_plain(update)
}

/// Whether one statement makes all the changes.
fn is_plain(update: &Update) -> bool {
    !update.set.is_empty()
        && concerned(update.schema, &update.set).next().is_none()
        && !shifts(update.schema, &update.set)
}

/// Whether an update changes one row by one statement, but for reading it first.
pub(super) fn is_of_one(update: &Update) -> bool {
    names_one(update.schema, &update.filter) && is_plain(update)
}

fn check_lengths(session: &Session, update: &Update) -> Attempt<()> {
    let Update { schema, set, .. } = update;
    let values = set.iter().filter_map(|assignment| match &assignment.change {
        Change::Set(value) => Some((assignment.column, value)),
        Change::Add(_) => None,
    });
    Ok(session.server.lengths(schema).check(schema, values)?)
}

/// Changes one row which nearly all is set of, and gives it, without a transaction: it is read, then changed if what stays of it
/// is still the same. `None` when it isn't, or when that is not the way.
pub(super) async fn compared(session: &mut Session, update: &Update) -> Attempt<Option<Updated>> {
    let Update { schema, filter, set, .. } = update;
    let is_kept = |&column: &usize| set_to(set, column).is_none() && !schema.key().contains(&column);
    let kept: Vec<_> = (0..schema.columns().len()).filter(is_kept).collect();
    if !update.returning || kept.len() > MOST_COMPARED || !is_of_one(update) {
        return Ok(None);
    }
    check_lengths(session, update)?;
    let Some(before) = session.select(&Chosen::from(update).select()).await?.rows.pop() else {
        return Ok(Some(updated(update, Vec::new())));
    };
    if kept.iter().any(|&column| before[column].size() > MOST_COMPARED_BYTES) {
        return Ok(None);
    }
    let after = changed(schema, set, &before)?;
    let same = kept.into_iter().map(|column| match &before[column] {
        Value::Null => Predicate::IsNull { column },
        value => Predicate::equals(column, value.clone()),
    });
    let filter =
        Predicate::All([filter.clone(), keys::names(schema, &before)].into_iter().chain(same).collect());
    let rows = Chosen::every(schema, &filter);
    match session.execute(&Statement::Update { rows, set, returning: false }).await {
        Err(failure) => Err(explained(session, update, failure).await?),
        Ok(0) => Ok(None),
        Ok(_) => Ok(Some(updated(update, vec![after]))),
    }
}

/// Changes rows.
pub(super) async fn update(session: &mut Session, update: &Update) -> Attempt<Updated> {
    let Update { schema, set, .. } = update;
    check_lengths(session, update)?;
    if set.is_empty() {
        let rows = session.select(&Chosen::from(update).select()).await?.rows;
        return Ok(updated(update, rows));
    }
    if is_single(update) {
        let statement = Statement::Update { rows: update.into(), set, returning: false };
        let done = session.execute(&statement).await;
        let count = match done {
            Err(failure) => return Err(explained(session, update, failure).await?),
            Ok(count) => count,
        };
        return Ok(Updated { count, rows: Vec::new() });
    }
    let before = session.locked(&Chosen::from(update).select(), Locks::Update).await?;
    let after = before.iter().map(|row| changed(schema, set, row)).collect::<Result<Vec<_>, _>>()?;
    match change_all(session, update, &before).await {
        Err(failure) if failure.taken_key().is_some() && shifts(schema, set) => {
            change_each(session, update, &before).await?;
        }
        Err(failure) => return Err(explained(session, update, failure).await?),
        Ok(()) => {}
    }
    references::check(session, schema, concerned(schema, set), &after).await?;
    Ok(updated(update, after))
}

/// Changes these rows, which are locked, all at once.
async fn change_all(session: &mut Session, update: &Update, rows: &[Row]) -> Attempt<()> {
    let Update { schema, set, .. } = update;
    for chunk in rows.chunks(KEYS_PER_CALL) {
        let filter = keys::names_all(schema, chunk);
        let rows = Chosen::every(schema, &filter);
        session.execute(&Statement::Update { rows, set, returning: false }).await?;
    }
    Ok(())
}

/// Changes rows one after another, those first that make room for others: the server judges what is unique at each row,
/// not when all of them are changed.
async fn change_each(session: &mut Session, update: &Update, rows: &[Row]) -> Attempt<()> {
    let Update { schema, set, .. } = update;
    // Those that a statement has changed before the one that failed are changed: it was taken back as a whole, but not
    // the statements before it.
    let mut waiting: Vec<_> = rows.iter().collect();
    if rows.len() > KEYS_PER_CALL {
        let mut left = Vec::new();
        for row in waiting {
            let now = Select { limit: Some(1), ..Select::new(schema, keys::names(schema, row)) };
            if session.locked(&now, Locks::Update).await?.first() == Some(row) {
                left.push(row);
            }
        }
        waiting = left;
    }
    let mut turns = OneByOne::new(waiting);
    loop {
        let row = match turns.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(()),
            // What is left may wait for a row that clashes elsewhere: with one that is not changed at all.
            Err(failure) => return Err(explained(session, update, failure).await?),
        };
        let filter = keys::names(schema, row);
        let rows = Chosen::every(schema, &filter);
        match session.execute(&Statement::Update { rows, set, returning: false }).await {
            Ok(_) => {}
            Err(failure) if failure.taken_key().is_some() => turns.clashes(row, failure),
            Err(failure) => return Err(explained(session, update, failure).await?),
        }
    }
}

/// Why the server refused an update.
async fn explained(session: &mut Session, update: &Update, failure: Failure) -> Attempt<Failure> {
    let Update { schema, set, .. } = update;
    if let Some(conflict) = conflict(schema, &failure) {
        return Ok(conflict.into());
    }
    if failure.is_missing_parent() {
        return Ok(references::refused_change(session, schema, set).await?.into());
    }
    if failure.is_out_of_range() {
        return Ok(not_a_sum(session, update).await?.unwrap_or(failure));
    }
    Ok(failure)
}

/// The sum that can't be held.
async fn not_a_sum(session: &mut Session, update: &Update) -> Attempt<Option<Failure>> {
    let Update { schema, set, .. } = update;
    let rows = session.select(&Chosen::from(update).select()).await?.rows;
    let wrong = rows.iter().find_map(|row| changed(schema, set, row).err());
    // Others have changed the row since; there is only one cause.
    let added = set.iter().find(|assignment| matches!(assignment.change, Change::Add(_)));
    let likely = added.map(|part| Error::invalid_value(schema, part.column, "the sum is out of range"));
    Ok(wrong.or(likely).map(Failure::Store))
}
