//! Adding rows, as steps within whatever makes them all or nothing.

use std::sync::Arc;

use sqlx::mysql::MySqlArguments;

use super::errors::{Attempt, Failure};
use super::prepared::Locks;
use super::references::{self, conflict};
use super::session::{MOST_VALUES, Session};
use super::values;
use crate::backend::Insert;
use crate::error::Error;
use crate::schema::EntitySchema;
use crate::sql::references::to_soft_deletable;
use crate::sql::{Shape, Statement};
use crate::value::{Row, Value};

/// How many rows one statement adds, if they are not large.
const ROWS_PER_CALL: usize = 1_000;

/// Whether one statement is enough.
pub(super) fn is_single(schema: &'static EntitySchema, rows: &[Row]) -> bool {
    rows.len() == 1 && to_soft_deletable(schema).next().is_none()
}

/// Adds rows.
pub(super) async fn insert(session: &mut Session, insert: &Insert) -> Attempt<()> {
    let Insert { schema, rows } = insert;
    insert_all(session, schema, rows).await.map_err(|(position, failure)| match failure {
        Failure::Store(error) => error.at_position(position).into(),
        failure => failure,
    })
}

/// Adds rows; a failure comes with the position of its row.
pub(super) async fn insert_all(
    session: &mut Session,
    schema: &'static EntitySchema,
    rows: &[Row],
) -> Result<(), (usize, Failure)> {
    let lengths = session.server.lengths(schema);
    for (position, row) in rows.iter().enumerate() {
        let checked = lengths.check(schema, row.iter().enumerate());
        checked.map_err(|error| (position, error.into()))?;
    }
    let mut start = 0;
    while start < rows.len() {
        let end = start + chunk(session, schema, &rows[start..]);
        if let Err(failure) = add(session, schema, &rows[start..end]).await {
            return Err(first_refused(session, schema, rows, start..end, failure).await);
        }
        start = end;
    }
    references::check(session, schema, to_soft_deletable(schema), rows).await.map_err(|failure| (0, failure))
}

/// How many of the rows go into one statement.
fn chunk(session: &Session, schema: &EntitySchema, rows: &[Row]) -> usize {
    let most = (MOST_VALUES / schema.columns().len().max(1)).clamp(1, ROWS_PER_CALL);
    let mut left = session.server.limits.row_bytes / 2;
    let fits = |row: &&Row| {
        // Each value has a length of up to nine bytes before it.
        let size = row.iter().map(|value| Value::size(value) + 64).sum::<usize>();
        let fits = size <= left;
        left = left.saturating_sub(size);
        fits
    };
    rows.iter().take(most).take_while(fits).count().max(1)
}

async fn add(session: &mut Session, schema: &'static EntitySchema, rows: &[Row]) -> Attempt<()> {
    let statement = Statement::Insert { schema, unless: None };
    let shape: Shape<'_> = statement.shape();
    let text = session.server.text(&shape, &statement, Locks::None);
    let mut sql = Arc::clone(&text.sql);
    if rows.len() > 1 {
        let one = format!(", ({})", vec!["?"; schema.columns().len()].join(", "));
        sql = format!("{sql}{}", one.repeat(rows.len() - 1)).into();
    }
    let mut arguments = MySqlArguments::default();
    for value in rows.iter().flatten() {
        values::bind_value(&mut arguments, value)?;
    }
    session.run(sql, arguments).await.map(drop)
}

/// Finds the first row that the server refuses among those of a statement that failed, which left no trace. What is added
/// meanwhile is taken back with the whole call.
async fn first_refused(
    session: &mut Session,
    schema: &'static EntitySchema,
    rows: &[Row],
    within: std::ops::Range<usize>,
    failure: Failure,
) -> (usize, Failure) {
    let (mut start, mut end) = (within.start, within.end);
    let mut last = failure;
    while end - start > 1 && last.is_refusal() {
        let middle = start + (end - start) / 2;
        match add(session, schema, &rows[start..middle]).await {
            Ok(()) => start = middle,
            Err(failure) => (end, last) = (middle, failure),
        }
        if !last.is_refusal() {
            return (start, last);
        }
    }
    let failure = match explained(session, schema, &rows[start], last).await {
        Ok(failure) | Err(failure) => failure,
    };
    (start, failure)
}

/// Why the server refused the row.
async fn explained(
    session: &mut Session,
    schema: &'static EntitySchema,
    row: &Row,
    failure: Failure,
) -> Attempt<Failure> {
    if let Some(conflict) = conflict(schema, &failure) {
        return Ok(conflict.into());
    }
    if failure.is_missing_parent() {
        let error: Error = references::refused(session, schema, row).await?;
        return Ok(error.into());
    }
    Ok(failure)
}
