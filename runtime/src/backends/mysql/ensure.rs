//! Making tables and indexes be there.

use super::dialect::MySqlDialect;
use super::errors::{Attempt, Failure};
use super::inspect::{self, Missing};
use super::session::Session;
use super::{indexes, values};
use crate::error::Error;
use crate::schema::EntitySchema;
use crate::sql::{self, Dialect, mismatch};

/// How long one process waits for another that does the same, in seconds.
const PATIENCE: &str = "60";

/// Creates what is missing, adds the columns that rows can do without, and fails when something is there that doesn't fit.
///
/// The server commits each of these statements by itself. Each is made only if it isn't there, so that a crash in between is
/// made good by the next call, and a lock of this database's lets one process do it at a time.
pub(super) async fn ensure(session: &mut Session, schemas: &[&'static EntitySchema]) -> Attempt<()> {
    let ask = "SELECT CAST(COALESCE(GET_LOCK(CONCAT('storewright:', LEFT(SHA2(DATABASE(), 256), 40)), ?), 0) AS SIGNED)";
    let got = session.ask(ask, &[PATIENCE]).await?;
    if got.first().map(|row| values::number(row, 0)).transpose()? != Some(1) {
        return Err(Error::busy("another process is making the tables").into());
    }
    let done = tables(session, schemas).await;
    // A connection that goes takes its lock along.
    if session
        .control("DO RELEASE_LOCK(CONCAT('storewright:', LEFT(SHA2(DATABASE(), 256), 40)))")
        .await
        .is_err()
    {
        session.give_up();
    }
    done?;
    Ok(())
}

async fn tables(session: &mut Session, schemas: &[&'static EntitySchema]) -> Attempt<()> {
    // Else no table can reference one that is made after it.
    session.control("SET SESSION foreign_key_checks = 0").await?;
    let mut done = Ok(());
    for schema in schemas {
        done = table(session, schema).await;
        if done.is_err() {
            break;
        }
    }
    if session.control("SET SESSION foreign_key_checks = 1").await.is_err() {
        session.give_up();
    }
    done?;
    for schema in schemas {
        indexes::ensure(session, schema).await?;
    }
    Ok(())
}

async fn table(session: &mut Session, schema: &'static EntitySchema) -> Attempt<()> {
    match inspect::missing(session, schema).await? {
        Missing::Table => {
            let create = sql::create_table::<MySqlDialect>(schema)?;
            let collation = session.server.flavor.collation();
            let create =
                format!("{create} ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE {collation}");
            match session.control(create).await {
                // Somebody who doesn't take the lock was faster.
                Err(failure) if failure.is_there_already() => Ok(()),
                made => made,
            }
        }
        Missing::Columns { add, alter } => {
            for column in add {
                session.control(sql::add_column::<MySqlDialect>(schema, column)?).await?;
            }
            for column in alter {
                let altered = session.control(alter_column(schema, column)).await;
                altered.map_err(|failure| cannot_alter(schema, column, failure))?;
            }
            Ok(())
        }
    }
}

/// Between a short text and a long one; strict mode cuts nothing off.
fn alter_column(schema: &'static EntitySchema, position: usize) -> String {
    let column = schema.column(position);
    let null = if column.is_nullable() { "NULL" } else { "NOT NULL" };
    let ty = MySqlDialect::type_of_column(schema, position);
    format!("ALTER TABLE `{}` MODIFY COLUMN `{}` {ty} {null}", schema.table(), column.name())
}

fn cannot_alter(schema: &'static EntitySchema, column: usize, failure: Failure) -> Failure {
    if failure.is_fatal() {
        return failure;
    }
    mismatch(format!(
        "the column `{}.{}` can't be made {}: longer values are stored, or an old index or a foreign key holds it; change it by hand",
        schema.table(),
        schema.column(column).name(),
        MySqlDialect::type_of_column(schema, column)
    ))
    .into()
}
