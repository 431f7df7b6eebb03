//! Comparing the tables that are there with the declarations.

use rusqlite::{Connection, OptionalExtension};

use super::dialect::SqliteDialect;
use super::errors::Attempt;
use super::session::Session;
use crate::error::Error;
use crate::schema::{EntitySchema, OnDelete};
use crate::sql::{StoredColumn, mismatch, missing_columns};

struct Stored {
    name: String,
    ty: String,
    not_null: bool,
    has_default: bool,
    /// Its place in the primary key, from 1; 0 if it has none.
    key: i64,
    /// Generated columns take no value.
    hidden: bool,
}

/// What a table lacks.
pub(super) enum Missing {
    Table,
    /// These columns, which can be added to rows that are there.
    Columns(Vec<usize>),
}

/// What there is to make for the entity. Fails when the table is there and doesn't fit.
pub(super) fn missing(session: &Session, schema: &'static EntitySchema) -> Attempt<Missing> {
    let (connection, table) = (&session.connection, schema.table());
    let mut listed = connection
        .prepare_cached("SELECT type, strict FROM pragma_table_list WHERE schema = 'main' AND name = ?")?;
    let found: Option<(String, bool)> =
        listed.query_row([table], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((kind, strict)) = found else {
        return Ok(Missing::Table);
    };
    if kind != "table" {
        return Err(mismatch(format!("`{table}` is a {kind}, not a table; rename one of them")).into());
    }
    if !strict {
        let reason = format!(
            "the table `{table}` is not STRICT; create it anew as `CREATE TABLE … STRICT` and copy its rows over"
        );
        return Err(mismatch(reason).into());
    }
    let stored = columns(connection, table)?;
    let check = |column, found: &Stored, ty: &str| check_type(schema, column, found, ty);
    let columns = missing_columns(schema, &stored, check)?;
    check_key(schema, &stored)?;
    check_references(connection, schema)?;
    Ok(Missing::Columns(columns))
}

fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<Stored>> {
    let sql = "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid";
    let mut listed = connection.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Stored {
            name: row.get(0)?,
            ty: row.get(1)?,
            not_null: row.get(2)?,
            has_default: row.get(3)?,
            key: row.get::<_, i64>(4)?,
            hidden: row.get::<_, i64>(5)? != 0,
        })
    };
    listed.query_map([table], read)?.collect()
}

impl StoredColumn for Stored {
    type Dialect = SqliteDialect;

    const CHANGES_NULL: &'static str = "copy the rows into a table where they agree";

    fn name(&self) -> &str {
        &self.name
    }

    fn is_never_null(&self) -> bool {
        // A STRICT table refuses null in its key, whether or not it says so.
        self.not_null || self.key > 0
    }

    fn demands_value(&self) -> bool {
        self.not_null && !self.has_default && !self.hidden
    }
}

fn check_type(schema: &EntitySchema, column: usize, found: &Stored, ty: &str) -> Result<(), Error> {
    if found.ty.eq_ignore_ascii_case(ty) {
        return Ok(());
    }
    let (table, name, is) = (schema.table(), schema.column(column).name(), &found.ty);
    Err(mismatch(format!("the column `{table}.{name}` is {is}, not {ty}; copy it into one that is")))
}

fn check_key(schema: &EntitySchema, stored: &[Stored]) -> Result<(), Error> {
    let mut key: Vec<_> = stored.iter().filter(|column| column.key > 0).collect();
    key.sort_by_key(|column| column.key);
    let declared: Vec<_> = schema.key().iter().map(|&column| schema.column(column).name()).collect();
    let same = key.len() == declared.len()
        && key.iter().zip(&declared).all(|(stored, name)| stored.name.eq_ignore_ascii_case(name));
    if same {
        return Ok(());
    }
    let (table, declared) = (schema.table(), declared.join(", "));
    Err(mismatch(format!(
        "the primary key of the table `{table}` is not ({declared}); copy its rows into a table where it is"
    )))
}

/// A foreign key's parts, in the order of its columns.
type Part = (i64, String, String, Option<String>, String);

fn check_references(connection: &Connection, schema: &EntitySchema) -> Attempt<()> {
    if schema.references().is_empty() {
        return Ok(());
    }
    let sql =
        "SELECT id, \"table\", \"from\", \"to\", on_delete FROM pragma_foreign_key_list(?) ORDER BY id, seq";
    let mut listed = connection.prepare_cached(sql)?;
    let read =
        |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?));
    let parts: Vec<Part> = listed.query_map([schema.table()], read)?.collect::<Result<_, _>>()?;
    let stored: Vec<&[Part]> = parts.chunk_by(|a, b| a.0 == b.0).collect();
    for reference in schema.references() {
        let target = reference.target();
        let action = match reference.on_delete() {
            OnDelete::Cascade => "CASCADE",
            OnDelete::SetNull => "SET NULL",
            OnDelete::Restrict => "NO ACTION",
        };
        let names: Vec<_> = reference.columns().iter().map(|&column| schema.column(column).name()).collect();
        let fits = |key: &&[Part]| {
            let mut pairs = names.iter().zip(target.key()).zip(key.iter());
            key.len() == names.len()
                && pairs.all(|((from, &to), part)| {
                    let to_key = part
                        .3
                        .as_deref()
                        .is_none_or(|name| name.eq_ignore_ascii_case(target.column(to).name()));
                    part.1.eq_ignore_ascii_case(target.table())
                        && part.2.eq_ignore_ascii_case(from)
                        && to_key
                        && part.4 == action
                })
        };
        if !stored.iter().any(fits) {
            return Err(mismatch(format!(
                "the table `{}` has no foreign key ({}) to `{}` ON DELETE {action}; copy its rows into a table that has it",
                schema.table(),
                names.join(", "),
                target.table()
            ))
            .into());
        }
    }
    Ok(())
}
