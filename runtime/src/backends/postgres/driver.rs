//! Connections, and what a server must be like.

use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::Row as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use super::errors::not_connected;
use crate::backends::pooled::{AnswerLimit, Driver};
use crate::error::{Error, Result};

/// The oldest server that is known to do: its version number as it tells it.
const OLDEST: u32 = 130_000;

/// Opens connections that are all alike.
pub(super) struct PostgresDriver {
    options: PgConnectOptions,
}

impl PostgresDriver {
    pub(super) fn new(options: PgConnectOptions, statement_timeout: Duration) -> Self {
        // Serializable, single statements too: what calls read and write is as if one came after another (R14, R15).
        let mut settings = vec![("default_transaction_isolation", "serializable".to_owned())];
        if !statement_timeout.is_zero() {
            settings.push(("statement_timeout", statement_timeout.as_millis().to_string()));
        }
        // The driver would write statements to the log.
        Self { options: options.options(settings).disable_statement_logging() }
    }

    /// Fails with what is wrong with the server.
    pub(super) async fn check(connection: &mut PgConnection, limit: AnswerLimit) -> Result<()> {
        if connection.server_version_num().is_some_and(|version| version < OLDEST) {
            return Err(Error::config("the server is older than PostgreSQL 13"));
        }
        let sql = "SELECT current_setting('server_encoding'), current_schema() IS NOT NULL";
        let row = limit.within(sqlx::query(sql).fetch_one(connection)).await;
        let row = row.map_err(|error| not_connected(&error))?;
        let told: Result<(String, bool), sqlx::Error> =
            row.try_get(0).and_then(|encoding| Ok((encoding, row.try_get(1)?)));
        match told {
            Ok((encoding, true)) if encoding == "UTF8" => Ok(()),
            Ok((_, true)) => {
                Err(Error::config("the database's encoding is not UTF8; create it anew with it"))
            }
            Ok((_, false)) => Err(Error::config(
                "the schema of the URL's `schema`, or of the user's search path, is not there",
            )),
            Err(error) => Err(not_connected(&error)),
        }
    }
}

impl Driver for PostgresDriver {
    type Connection = PgConnection;

    async fn connect(&self) -> Result<PgConnection> {
        self.options.connect().await.map_err(|error| not_connected(&error))
    }
}
