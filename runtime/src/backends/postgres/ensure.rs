//! Making tables, indexes and foreign keys be there.

use sqlx::Row as _;

use super::dialect::PostgresDialect;
use super::errors::{Attempt, Failure};
use super::inspect::{self, Missing};
use super::names::{self, quoted};
use super::session::Session;
use crate::error::Error;
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::sql::{self, mismatch};

/// Creates what is missing, adds the columns that rows can do without, and fails when something is there that doesn't fit.
/// Runs in one transaction that holds a lock of the server's, so that of several processes one creates and the others find
/// it done. Where there is no such lock, those that meet fail and begin anew.
pub(super) async fn ensure(session: &mut Session<'_>, schemas: &[&'static EntitySchema]) -> Attempt<()> {
    session.changes_tables();
    // The letters of the library's name. It is let go of with the transaction.
    // Another process may have it for as long as an index takes to be made.
    session.control("SET LOCAL lock_timeout = 0").await?;
    let lock =
        "SAVEPOINT lock; SELECT pg_advisory_xact_lock(x'73746f7265777267'::bigint); RELEASE SAVEPOINT lock";
    match session.control(lock).await {
        Err(failure) if failure.is_missing() => {
            session.control("ROLLBACK TO SAVEPOINT lock; RELEASE SAVEPOINT lock").await?;
        }
        locked => locked?,
    }
    for schema in schemas {
        check_names(schema)?;
        match inspect::missing(session, schema).await? {
            Missing::Table => {
                let create = sql::create_table::<PostgresDialect>(schema)?;
                session.control(create).await?;
                if names::primary(schema) != format!("{}_pkey", schema.table()) {
                    rename_key(session, schema).await?;
                }
            }
            Missing::Columns(columns) => {
                for column in columns {
                    session.control(sql::add_column::<PostgresDialect>(schema, column)?).await?;
                }
            }
        }
    }
    for schema in schemas {
        for index in sql::indexes(schema) {
            if !inspect::has_index(session, schema, &index).await? {
                let created = session.control(create_index(schema, &index)).await;
                created.map_err(|failure| cannot_index(schema, &index, failure))?;
            }
        }
    }
    // When all tables are there: they may reference each other.
    for schema in schemas {
        for reference in schema.references() {
            if !inspect::has_foreign_key(session, schema, reference).await? {
                let name = names::foreign_key(schema, reference);
                let add = sql::add_foreign_key::<PostgresDialect>(schema, reference, &name);
                let added = session.control(format!("{add} DEFERRABLE INITIALLY IMMEDIATE")).await;
                added.map_err(|failure| cannot_reference(schema, reference, failure))?;
            }
        }
    }
    Ok(())
}

fn check_names(schema: &EntitySchema) -> Result<(), Error> {
    let mut names =
        std::iter::once(schema.table()).chain(schema.columns().iter().map(|column| column.name()));
    match names.find(|name| name.len() > names::MOST_BYTES) {
        Some(name) => Err(mismatch(format!(
            "the name `{name}` has more than 63 bytes, which PostgreSQL can't hold; give it another one by `table` or `rename`"
        ))),
        None => Ok(()),
    }
}

/// The server shortens a name that is too long in its own way.
async fn rename_key(session: &mut Session<'_>, schema: &EntitySchema) -> Attempt<()> {
    let sql = "SELECT i.relname::text FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid \
        JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class i ON i.oid = x.indexrelid \
        WHERE n.nspname = current_schema() AND c.relname = $1 AND x.indisprimary";
    let found = session.ask(sql, schema.table()).await?;
    let Some(found) = found.first() else { return Ok(()) };
    let name: String = found.try_get(0)?;
    let rename = format!("ALTER INDEX {} RENAME TO {}", quoted(&name), quoted(&names::primary(schema)));
    session.control(rename).await
}

/// The statements that create the index and note which rows it holds.
fn create_index(schema: &'static EntitySchema, index: &sql::Index) -> String {
    let column = |&(column, descending): &(usize, bool)| {
        let direction = match (descending, schema.column(column).is_nullable()) {
            (false, false) => "",
            (false, true) => " NULLS FIRST",
            (true, false) => " DESC",
            (true, true) => " DESC NULLS LAST",
        };
        format!("{}{direction}", quoted(schema.column(column).name()))
    };
    let columns: Vec<_> = index.columns.iter().map(column).collect();
    let unique = if index.unique { "UNIQUE " } else { "" };
    let (name, table) = (quoted(&names::short(&index.name)), quoted(schema.table()));
    let mut create = format!("CREATE {unique}INDEX {name} ON {table} ({})", columns.join(", "));
    if let Some(held) = index.condition::<PostgresDialect>(schema) {
        // In dollars that the condition can't hold, which may hold quotes.
        let note = held.replace("$note$", "$ note$");
        create.push_str(&format!(" WHERE {held}; COMMENT ON INDEX {name} IS $note${note}$note$"));
    }
    create
}

fn cannot_index(schema: &EntitySchema, index: &sql::Index, failure: Failure) -> Failure {
    if failure.code() != Some("23505") || failure.is_of_catalog() {
        return failure;
    }
    sql::not_unique(schema, &index.name).into()
}

fn cannot_reference(schema: &EntitySchema, reference: &ReferenceSchema, failure: Failure) -> Failure {
    if failure.is_missing() {
        let reason =
            "the server can't make foreign keys that are DEFERRABLE, or to this table; references need them";
        return Error::config(reason).into();
    }
    if !failure.is_foreign_key() {
        return failure;
    }
    mismatch(format!(
        "the table `{}` has rows that reference none of `{}`; remove or change them, then call `migrate` again",
        schema.table(),
        reference.target().table()
    ))
    .into()
}
