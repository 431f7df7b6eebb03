//! The indexes of a table: those that are missing are made, those that are there compared with the declarations.
//!
//! A unique index that doesn't hold every row has one more column: a generated one that is null for the other rows, and
//! null never clashes.

use super::dialect::{MySqlDialect, quoted};
use super::errors::{Attempt, Failure};
use super::names;
use super::session::Session;
use super::values;
use crate::schema::EntitySchema;
use crate::sql::{self, mismatch};

/// How many characters a comment takes.
const MOST_COMMENT: usize = 1_024;

struct Stored {
    index: String,
    unique: bool,
    column: String,
    descending: bool,
}

/// Makes what is missing; fails when one of its name is there and doesn't fit.
pub(super) async fn ensure(session: &mut Session, schema: &'static EntitySchema) -> Attempt<()> {
    let stored = stored(session, schema).await?;
    for index in sql::indexes(schema) {
        let condition = index.condition::<MySqlDialect>(schema).filter(|_| index.unique);
        let name = names::shortened(&index.name).into_owned();
        let mut columns = columns(schema, &index);
        let held = condition.as_ref().map(|_| names::held_column(&index.name));
        columns.extend(held.clone().map(|held| (held, false)));
        let made: Vec<_> = stored.iter().filter(|part| part.index.eq_ignore_ascii_case(&name)).collect();
        let noted = match &held {
            Some(held) => comment_of(session, schema, held).await?,
            None => None,
        };
        let expected = condition.as_deref().map(comment);
        if !made.is_empty() {
            let mut pairs = made.iter().zip(&columns);
            let same = made.len() == columns.len()
                && made.iter().all(|part| part.unique == index.unique)
                && pairs.all(|(part, (name, descending))| {
                    part.column.eq_ignore_ascii_case(name) && part.descending == *descending
                });
            if same && noted == expected {
                continue;
            }
            return Err(mismatch(format!(
                "the index `{name}` on the table `{}` is another one than `{}` declares; drop it, then call `migrate` again",
                schema.table(),
                schema.entity()
            ))
            .into());
        }
        let mut changes = Vec::new();
        if let (Some(held), Some(condition), None) = (&held, &condition, &noted) {
            changes.push(format!(
                "ADD COLUMN `{held}` TINYINT GENERATED ALWAYS AS (CASE WHEN {condition} THEN 1 END) VIRTUAL COMMENT {}",
                quoted(&comment(condition))
            ));
        } else if noted != expected {
            return Err(mismatch(format!(
                "the column `{}.{}` stands for another condition than `{}` declares; drop it, then call `migrate` again",
                schema.table(),
                held.unwrap_or_default(),
                schema.entity()
            ))
            .into());
        }
        let parts: Vec<_> = columns
            .iter()
            .map(|(name, descending)| format!("`{name}`{}", if *descending { " DESC" } else { "" }))
            .collect();
        let unique = if index.unique { "UNIQUE " } else { "" };
        changes.push(format!("ADD {unique}INDEX `{name}` ({})", parts.join(", ")));
        let alter = format!("ALTER TABLE `{}` {}", schema.table(), changes.join(", "));
        match session.control(alter).await {
            // Somebody who doesn't take the lock was faster.
            Err(failure) if failure.is_there_already() => {}
            done => done.map_err(|failure| cannot_index(schema, &name, failure))?,
        }
    }
    Ok(())
}

/// The columns of an index. One that is not unique ends with the id by itself, which the table's rows are sorted by.
fn columns(schema: &'static EntitySchema, index: &sql::Index) -> Vec<(String, bool)> {
    let mut columns = &index.columns[..];
    // In an order of both directions it doesn't know that they are sorted so.
    if !index.unique && !columns.iter().any(|(_, descending)| *descending) {
        let implied = |declared: &[(usize, bool)]| {
            let has = |column: &usize| declared.iter().any(|(of, _)| of == column);
            let missing = schema.key().iter().filter(|column| !has(column));
            missing.map(|&column| (column, false)).collect::<Vec<_>>()
        };
        let mut lengths = 1..columns.len();
        if let Some(length) = lengths.find(|&length| columns[length..] == implied(&columns[..length])) {
            columns = &columns[..length];
        }
    }
    let name = |&(column, descending): &(usize, bool)| (schema.column(column).name().to_owned(), descending);
    columns.iter().map(name).collect()
}

async fn stored(session: &mut Session, schema: &'static EntitySchema) -> Attempt<Vec<Stored>> {
    let ask = "SELECT index_name, CAST(non_unique AS SIGNED), column_name, COALESCE(collation, 'A') \
        FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name = ? \
        ORDER BY index_name, seq_in_index";
    let rows = session.ask(ask, &[schema.table()]).await?;
    let read = |row| {
        Ok(Stored {
            index: values::text(row, 0)?,
            unique: values::number(row, 1)? == 0,
            column: values::text(row, 2)?,
            descending: values::text(row, 3)? == "D",
        })
    };
    rows.iter().map(read).collect()
}

/// The comment of a column; `None` when there is no such column.
async fn comment_of(session: &mut Session, schema: &EntitySchema, column: &str) -> Attempt<Option<String>> {
    let ask = "SELECT column_comment FROM information_schema.columns \
        WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?";
    let rows = session.ask(ask, &[schema.table(), column]).await?;
    Ok(rows.first().map(|row| values::text(row, 0)).transpose()?)
}

/// What tells the condition of an index: the server changes the text of the expression itself.
fn comment(condition: &str) -> String {
    let start: String = condition.chars().take(MOST_COMMENT / 2).collect();
    if start.len() == condition.len() { start } else { format!("{start} {}", names::digest(condition)) }
}

fn cannot_index(schema: &EntitySchema, name: &str, failure: Failure) -> Failure {
    if failure.taken_key().is_none() {
        return failure;
    }
    sql::not_unique(schema, name).into()
}
