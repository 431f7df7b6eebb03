//! Comparing the tables that are there with the declarations.

use sqlx::Row as _;

use super::dialect::PostgresDialect;
use super::errors::Attempt;
use super::names;
use super::session::Session;
use crate::error::Error;
use crate::schema::{EntitySchema, OnDelete, ReferenceSchema};
use crate::sql::{self, StoredColumn, mismatch, missing_columns};

struct Stored {
    name: String,
    ty: String,
    not_null: bool,
    has_value: bool,
    collation: String,
}

/// What a table lacks.
pub(super) enum Missing {
    Table,
    /// These columns, which can be added to rows that are there.
    Columns(Vec<usize>),
}

/// What there is to make for the entity. Fails when the table is there and doesn't fit.
pub(super) async fn missing(session: &mut Session<'_>, schema: &'static EntitySchema) -> Attempt<Missing> {
    let table = schema.table();
    let sql = "SELECT c.relkind IN ('r', 'p') FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
        WHERE n.nspname = current_schema() AND c.relname = $1";
    let found = session.ask(sql, table).await?;
    let Some(found) = found.first() else { return Ok(Missing::Table) };
    if !found.try_get::<bool, _>(0)? {
        return Err(mismatch(format!("`{table}` is there and is not a table; rename one of them")).into());
    }
    let stored = columns(session, table).await?;
    let check = |_, found: &Stored, ty: &str| check_type(schema, found, ty);
    let columns = missing_columns(schema, &stored, check)?;
    check_key(session, schema).await?;
    Ok(Missing::Columns(columns))
}

async fn columns(session: &mut Session<'_>, table: &str) -> Attempt<Vec<Stored>> {
    let sql = "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
        a.atthasdef OR a.attidentity <> '', COALESCE(l.collname::text, '') \
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
        LEFT JOIN pg_collation l ON l.oid = a.attcollation \
        WHERE n.nspname = current_schema() AND c.relname = $1 AND a.attnum > 0 AND NOT a.attisdropped";
    let rows = session.ask(sql, table).await?;
    let read = |row: &sqlx::postgres::PgRow| {
        Ok(Stored {
            name: row.try_get(0)?,
            ty: row.try_get(1)?,
            not_null: row.try_get(2)?,
            has_value: row.try_get(3)?,
            collation: row.try_get(4)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
}

impl StoredColumn for Stored {
    type Dialect = PostgresDialect;

    const CHANGES_NULL: &'static str = "change it by `ALTER TABLE … ALTER COLUMN`";

    fn name(&self) -> &str {
        &self.name
    }

    fn is_named(&self, name: &str) -> bool {
        self.name == name
    }

    fn is_never_null(&self) -> bool {
        self.not_null
    }

    fn demands_value(&self) -> bool {
        self.not_null && !self.has_value
    }
}

fn check_type(schema: &EntitySchema, found: &Stored, declared: &str) -> Result<(), Error> {
    let (table, name) = (schema.table(), &found.name);
    let ty = declared.split(" COLLATE").next().unwrap_or(declared);
    if found.ty != ty {
        let is = &found.ty;
        return Err(mismatch(format!(
            "the column `{table}.{name}` is {is}, not {ty}; change it by `ALTER TABLE … ALTER COLUMN … TYPE`"
        )));
    }
    if declared != ty && !matches!(found.collation.as_str(), "C" | "POSIX" | "ucs_basic") {
        let is = &found.collation;
        return Err(mismatch(format!(
            "the column `{table}.{name}` is in the collation `{is}`, not \"C\"; change it by `ALTER TABLE … ALTER COLUMN … TYPE`"
        )));
    }
    Ok(())
}

async fn check_key(session: &mut Session<'_>, schema: &'static EntitySchema) -> Attempt<()> {
    let sql = "SELECT i.relname::text, ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(n, o) \
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n ORDER BY k.o) \
        FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
        JOIN pg_class i ON i.oid = x.indexrelid \
        WHERE n.nspname = current_schema() AND c.relname = $1 AND x.indisprimary";
    let found = session.ask(sql, schema.table()).await?;
    let declared: Vec<_> = schema.key().iter().map(|&column| schema.column(column).name()).collect();
    let table = schema.table();
    let (name, columns): (String, Vec<String>) = match found.first() {
        Some(row) => (row.try_get(0)?, row.try_get(1)?),
        None => Default::default(),
    };
    if columns != declared {
        let declared = declared.join(", ");
        return Err(mismatch(format!(
            "the primary key of the table `{table}` is not ({declared}); change it by `ALTER TABLE … ADD PRIMARY KEY`"
        ))
        .into());
    }
    let expected = names::primary(schema);
    if name != expected {
        return Err(mismatch(format!(
            "the primary key of the table `{table}` is called `{name}`; rename it to `{expected}` by `ALTER INDEX`, for clashes to be told apart"
        ))
        .into());
    }
    Ok(())
}

/// What the server says of a foreign key's action.
pub(super) const fn action(on_delete: OnDelete) -> (&'static str, &'static str) {
    match on_delete {
        OnDelete::Cascade => ("c", "CASCADE"),
        OnDelete::SetNull => ("n", "SET NULL"),
        OnDelete::Restrict => ("a", "NO ACTION"),
    }
}

/// Whether the foreign key is there. Fails when one of the same columns is and doesn't fit.
pub(super) async fn has_foreign_key(
    session: &mut Session<'_>,
    schema: &'static EntitySchema,
    reference: &'static ReferenceSchema,
) -> Attempt<bool> {
    let sql = "SELECT k.conname::text, f.relname::text, k.confdeltype::text, k.condeferrable, \
        ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY p(n, o) \
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.n ORDER BY p.o), \
        ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY p(n, o) \
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.n ORDER BY p.o) \
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
        JOIN pg_class f ON f.oid = k.confrelid \
        WHERE n.nspname = current_schema() AND c.relname = $1 AND k.contype = 'f'";
    let rows = session.ask(sql, schema.table()).await?;
    let target = reference.target();
    let from: Vec<_> = reference.columns().iter().map(|&column| schema.column(column).name()).collect();
    let to: Vec<_> = target.key().iter().map(|&column| target.column(column).name()).collect();
    let name = names::foreign_key(schema, reference);
    let (code, words) = action(reference.on_delete());
    for row in rows {
        let columns: Vec<String> = row.try_get(4)?;
        if columns != from || row.try_get::<String, _>(1)? != target.table() {
            continue;
        }
        let fits = row.try_get::<String, _>(0)? == name
            && row.try_get::<String, _>(2)? == code
            && row.try_get::<bool, _>(3)?
            && row.try_get::<Vec<String>, _>(5)? == to;
        if !fits {
            return Err(mismatch(format!(
                "the foreign key ({}) of the table `{}` is not called `{name}`, DEFERRABLE and ON DELETE {words}; drop it, then call `migrate` again",
                from.join(", "),
                schema.table()
            ))
            .into());
        }
        return Ok(true);
    }
    Ok(false)
}

/// Whether the index is there. Fails when one of its name is and doesn't fit.
pub(super) async fn has_index(
    session: &mut Session<'_>,
    schema: &'static EntitySchema,
    index: &sql::Index,
) -> Attempt<bool> {
    let sql = "SELECT c.relname::text, x.indisunique, x.indisvalid, x.indpred IS NOT NULL, \
        obj_description(x.indexrelid, 'pg_class'), \
        ARRAY(SELECT COALESCE(a.attname::text, '') FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(n, o) \
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.n WHERE k.o <= x.indnkeyatts ORDER BY k.o), \
        ARRAY(SELECT k.n FROM unnest(x.indoption::int2[]) WITH ORDINALITY k(n, o) ORDER BY k.o) \
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid \
        JOIN pg_namespace n ON n.oid = i.relnamespace \
        WHERE n.nspname = current_schema() AND i.relname = $1";
    let name = names::short(&index.name);
    let found = session.ask(sql, &name).await?;
    let Some(row) = found.first() else { return Ok(false) };
    let held = index.condition::<PostgresDialect>(schema);
    let names: Vec<String> = row.try_get(5)?;
    let options: Vec<i16> = row.try_get(6)?;
    let same_columns = names.len() == index.columns.len()
        && names.iter().zip(options).zip(&index.columns).all(|((name, option), &(column, descending))| {
            // Where null stands matters only if there is one.
            let same_nulls = !schema.column(column).is_nullable() || (option & 2 != 0) != descending;
            name == schema.column(column).name() && (option & 1 != 0) == descending && same_nulls
        });
    // The server writes the condition in its own way, so it was noted as it was declared.
    let noted: Option<String> = row.try_get(4)?;
    let same_rows = match (&held, noted) {
        (Some(held), Some(noted)) => *held == noted,
        (held, _) => held.is_some() == row.try_get::<bool, _>(3)?,
    };
    let fits = row.try_get::<String, _>(0)? == schema.table()
        && row.try_get::<bool, _>(1)? == index.unique
        && row.try_get::<bool, _>(2)?
        && same_columns
        && same_rows;
    if !fits {
        return Err(mismatch(format!(
            "the index `{name}` is there and is not the one that `{}` declares; drop it, then call `migrate` again",
            schema.entity()
        ))
        .into());
    }
    Ok(true)
}
