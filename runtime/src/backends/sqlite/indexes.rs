//! Comparing the indexes that are there with the declarations.

use rusqlite::OptionalExtension;

use super::dialect::SqliteDialect;
use super::errors::Attempt;
use super::session::Session;
use crate::schema::EntitySchema;
use crate::sql::{self, mismatch};

/// Whether the index is there. Fails when one of its name is and doesn't fit.
pub(super) fn fits(session: &Session, schema: &'static EntitySchema, index: &sql::Index) -> Attempt<bool> {
    let connection = &session.connection;
    let mut made = connection
        .prepare_cached("SELECT tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND name = ?")?;
    let made: Option<(String, Option<String>)> =
        made.query_row([&index.name], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((owner, text)) = made else { return Ok(false) };
    let mut listed =
        connection.prepare_cached("SELECT \"unique\" FROM pragma_index_list(?) WHERE name = ?")?;
    let unique: Option<bool> =
        listed.query_row([owner.as_str(), &index.name], |row| row.get(0)).optional()?;
    let mut listed = connection
        .prepare_cached("SELECT name, \"desc\" FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno")?;
    let read =
        |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<String>>(0)?.unwrap_or_default(), row.get(1)?));
    let columns: Vec<(String, bool)> = listed.query_map([&index.name], read)?.collect::<Result<_, _>>()?;
    let declared = index
        .columns
        .iter()
        .map(|&(column, descending)| (schema.column(column).name().to_owned(), descending));
    let held = index.condition::<SqliteDialect>(schema).map(|held| plain(&held));
    if owner == schema.table()
        && unique == Some(index.unique)
        && columns.iter().cloned().eq(declared)
        && condition(&text.unwrap_or_default()) == held
    {
        return Ok(true);
    }
    Err(mismatch(format!(
        "the index `{}` on the table `{owner}` is another one than `{}` declares; drop it, then call `migrate` again",
        index.name,
        schema.entity()
    ))
    .into())
}

/// The condition in the text that made an index.
fn condition(made: &str) -> Option<String> {
    plain(made).split_once(")where").map(|(_, condition)| condition.to_owned())
}

/// A text without what says nothing: white space, quotes of names and upper case. What stands
/// between single quotes is a value and stays.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut in_value = false;
    for letter in text.chars() {
        in_value ^= letter == '\'';
        match letter {
            _ if in_value => plain.push(letter),
            '"' | '`' | '[' | ']' | ';' => {}
            letter if letter.is_whitespace() => {}
            letter => plain.push(letter.to_ascii_lowercase()),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::condition;

    #[test]
    fn the_condition_is_found_however_it_is_written() {
        let made =
            "CREATE UNIQUE INDEX \"x\" ON \"t\" (\"a\" ASC) WHERE \"b\" = 'It''s (A)' AND \"c\" IS NULL";
        assert_eq!(condition(made).as_deref(), Some("b='It''s (A)'andcisnull"));
        assert_eq!(condition("create index x on t(a)\nwhere b is   NULL").as_deref(), Some("bisnull"));
        assert_eq!(condition("CREATE INDEX x ON t (a)"), None);
    }
}
