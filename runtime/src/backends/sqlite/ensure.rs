//! Making tables and indexes be there.

use super::dialect::SqliteDialect;
use super::errors::{Attempt, Failure};
use super::indexes;
use super::inspect::{self, Missing};
use super::session::Session;
use crate::schema::EntitySchema;
use crate::sql;

/// Creates what is missing, adds the columns that rows can do without, and fails when something is there that doesn't fit. Runs in one transaction that holds the
/// lock for writing, so that of several processes one creates and the others find it done.
pub(super) fn ensure(session: &Session, schemas: &[&'static EntitySchema]) -> Attempt<()> {
    for schema in schemas {
        match inspect::missing(session, schema)? {
            Missing::Table => {
                session.connection.execute_batch(&sql::create_table::<SqliteDialect>(schema)?)?;
            }
            Missing::Columns(columns) => {
                for column in columns {
                    let add = sql::add_column::<SqliteDialect>(schema, column)?;
                    session.connection.execute_batch(&add)?;
                }
            }
        }
    }
    for schema in schemas {
        for index in sql::indexes(schema) {
            if indexes::fits(session, schema, &index)? {
                continue;
            }
            let create = sql::create_index::<SqliteDialect>(schema, &index);
            session.connection.execute_batch(&create).map_err(|error| cannot_index(schema, &index, error))?;
        }
    }
    Ok(())
}

fn cannot_index(schema: &EntitySchema, index: &sql::Index, error: rusqlite::Error) -> Failure {
    if error.sqlite_error_code() != Some(rusqlite::ErrorCode::ConstraintViolation) {
        return error.into();
    }
    sql::not_unique(schema, &index.name).into()
}
