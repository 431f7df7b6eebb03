//! Adding rows, as steps within whatever makes them all or nothing.

use std::collections::HashSet;
use std::fmt::Write as _;

use sqlx::postgres::PgArguments;

use super::constraints::{explained, is_of_rows};
use super::dialect::PostgresDialect;
use super::errors::{Attempt, Failure};
use super::names::quoted;
use super::session::{Session, add};
use super::values::{Many, One};
use super::{copy, limits, references};
use crate::backend::Insert;
use crate::error::Error;
use crate::query::key;
use crate::schema::EntitySchema;
use crate::sql::references::to_soft_deletable;
use crate::sql::{Dialect as _, Statement};
use crate::value::{Row, Value};

/// What one statement holds at most, so that the server answers it in time.
const ROWS: usize = 50_000;
const BYTES: usize = 64 << 20;

/// From this many rows on they are copied.
///
/// Beside an array for each column that takes 0.7 times the server's processor time for each of 10,000 rows of 20 columns, but a
/// round trip more, and it is planned each time.
const COPIED: usize = 100;

/// Whether it is one statement.
pub(super) fn is_single(insert: &Insert) -> bool {
    insert.rows.len() == 1
        || to_soft_deletable(insert.schema).next().is_none()
            && next_chunk(&insert.rows) == insert.rows.len()
            && !references_later(insert.schema, &insert.rows)
}

/// Adds rows, and finds the rows that a single one references live in the same statement.
pub(super) async fn insert_live(session: &mut Session<'_>, insert: &Insert) -> Attempt<()> {
    let Insert { schema, rows } = insert;
    let reference = to_soft_deletable(schema).next();
    let (Some(reference), [row]) = (reference, rows.as_slice()) else {
        return self::insert(session, insert).await;
    };
    limits::check_rows(schema, rows)?;
    let sql = session.own(schema, "insert live", || live_text(schema));
    let mut arguments = PgArguments::default();
    for value in row {
        add(&mut arguments, One(value))?;
    }
    let added = session.execute_text(sql, arguments).await;
    match added.map_err(|failure| explained(schema, &[], failure))? {
        // Whether it is this row or another one that stands in the way is found out by the steps one by one.
        0 => Err(Error::missing_reference(schema, reference).into()),
        _ => Ok(()),
    }
}

/// Adds rows, many in a statement. A failure doesn't say which row is to blame.
pub(super) async fn insert(session: &mut Session<'_>, insert: &Insert) -> Attempt<()> {
    let Insert { schema, rows } = insert;
    limits::check_rows(schema, rows)?;
    if rows.len() > 1 && references_later(schema, rows) {
        return each(session, insert, 1).await;
    }
    let mut left = rows.as_slice();
    while !left.is_empty() {
        let (chunk, rest) = left.split_at(next_chunk(left));
        add_rows(session, schema, chunk).await?;
        left = rest;
    }
    check(session, schema, rows).await
}

/// The same after a failure: finds the first row that is to blame, by halves.
pub(super) async fn find_culprit(session: &mut Session<'_>, insert: &Insert) -> Attempt<()> {
    let size = if references_later(insert.schema, &insert.rows) { 1 } else { next_chunk(&insert.rows) };
    each(session, insert, size).await
}

async fn each(session: &mut Session<'_>, insert: &Insert, mut size: usize) -> Attempt<()> {
    let Insert { schema, rows } = insert;
    let mut done = 0;
    while done < rows.len() {
        let chunk = &rows[done..rows.len().min(done + size)];
        session.control("SAVEPOINT rows").await?;
        let mut added = add_rows(session, schema, chunk).await;
        if added.is_ok() {
            added = check(session, schema, chunk).await;
        }
        match added {
            Ok(()) => {
                session.control("RELEASE rows").await?;
                done += chunk.len();
            }
            Err(Failure::Store(error)) if chunk.len() == 1 => return Err(error.at_position(done).into()),
            Err(failure) if is_of_rows(&failure) => {
                session.control("ROLLBACK TO rows; RELEASE rows").await?;
                size = chunk.len().div_ceil(2);
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

async fn check(session: &mut Session<'_>, schema: &'static EntitySchema, rows: &[Row]) -> Attempt<()> {
    let live = to_soft_deletable(schema).collect();
    references::check(session, schema, live, rows).await
}

async fn add_rows(session: &mut Session<'_>, schema: &'static EntitySchema, rows: &[Row]) -> Attempt<()> {
    let added = match rows {
        [row] => session.insert(&Statement::Insert { schema, unless: None }, row).await,
        rows if rows.len() >= COPIED => copy::add_rows(session, schema, rows).await,
        rows => {
            let sql = session.own(schema, "insert", || text(schema));
            let mut arguments = PgArguments::default();
            for (position, column) in schema.columns().iter().enumerate() {
                let values = rows.iter().map(|row| &row[position]);
                add(&mut arguments, Many::new(column.ty(), values))?;
            }
            session.execute_text(sql, arguments).await
        }
    };
    added.map(drop).map_err(|failure| explained(schema, &[], failure))
}

/// The statement that adds rows from an array for each column.
fn text(schema: &EntitySchema) -> String {
    let names: Vec<_> = schema.columns().iter().map(|column| quoted(column.name())).collect();
    let mut sql =
        format!("INSERT INTO {} ({}) SELECT * FROM UNNEST(", quoted(schema.table()), names.join(", "));
    for position in 0..names.len() {
        let ty = type_of(schema, position);
        let comma = if position > 0 { ", " } else { "" };
        // Writing to a text can't fail.
        let _ = write!(sql, "{comma}${}::{ty}[]", position + 1);
    }
    sql.push(')');
    sql
}

/// The statement that adds a row if all that it references is live.
fn live_text(schema: &'static EntitySchema) -> String {
    let names: Vec<_> = schema.columns().iter().map(|column| quoted(column.name())).collect();
    let value = |column: usize| format!("${}::{}", column + 1, type_of(schema, column));
    let values: Vec<_> = (0..names.len()).map(value).collect();
    let mut conditions = Vec::new();
    for reference in to_soft_deletable(schema) {
        let target = reference.target();
        let pairs = || reference.columns().iter().zip(target.key());
        let is_null = |name: String| format!("{name} IS NULL");
        let stored = |column: usize| format!("t.{}", quoted(target.column(column).name()));
        let mut ways: Vec<_> = reference.columns().iter().map(|&column| is_null(value(column))).collect();
        let mut same: Vec<_> =
            pairs().map(|(&from, &to)| format!("{} = {}", stored(to), value(from))).collect();
        same.extend(target.soft_delete().map(|column| is_null(stored(column))));
        let table = quoted(target.table());
        ways.push(format!("EXISTS (SELECT 1 FROM {table} t WHERE {})", same.join(" AND ")));
        if target == schema {
            let mut itself: Vec<_> =
                pairs().map(|(&from, &to)| format!("{} = {}", value(to), value(from))).collect();
            itself.extend(target.soft_delete().map(|column| is_null(value(column))));
            ways.push(format!("({})", itself.join(" AND ")));
        }
        conditions.push(format!("({})", ways.join(" OR ")));
    }
    format!(
        "INSERT INTO {} ({}) SELECT {} WHERE {}",
        quoted(schema.table()),
        names.join(", "),
        values.join(", "),
        conditions.join(" AND ")
    )
}

fn type_of(schema: &EntitySchema, column: usize) -> &'static str {
    let ty = PostgresDialect::column_type(schema.column(column).ty());
    ty.split(" COLLATE").next().unwrap_or(ty)
}

/// How many of the rows one statement takes, at least one.
fn next_chunk(rows: &[Row]) -> usize {
    let mut bytes = 0;
    let fits = |row: &&Row| {
        bytes += row.iter().map(Value::size).sum::<usize>();
        bytes <= BYTES
    };
    rows.iter().take(ROWS).take_while(fits).count().max(rows.len().min(1))
}

/// Whether a row references one that comes after it. The server would look when all are there, but it is not there yet.
fn references_later(schema: &'static EntitySchema, rows: &[Row]) -> bool {
    let itself = || schema.references().iter().filter(|reference| reference.target() == schema);
    if itself().next().is_none() {
        return false;
    }
    let mut later = HashSet::new();
    for row in rows.iter().rev() {
        let named = |columns: &'static [usize]| key::of(columns.iter().map(|&column| &row[column]));
        if itself().any(|reference| later.contains(&named(reference.columns()))) {
            return true;
        }
        later.insert(named(schema.key()));
    }
    false
}
