//! Connections, and what a server must be like.

use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::Row as _;
use sqlx::postgres::{PgConnectOptions, PgConnection};

use super::errors::{lacking, not_connected};
use crate::backends::pooled::{AnswerLimit, Driver};
use crate::error::{Error, Result};

/// The oldest server that is known to do: its version number as it tells it.
const OLDEST: u32 = 130_000;

/// What single statements are isolated like, whatever the server's own default is.
const ISOLATION: &str = "read committed";

/// A connection, and how its transactions of one statement are kept apart.
pub(super) struct Connection {
    pub(super) inner: PgConnection,
    /// Read committed at first. See [`Session::serializable`](super::session::Session::serializable).
    pub(super) is_serializable: bool,
}

/// Opens connections that are all alike.
pub(super) struct PostgresDriver {
    options: PgConnectOptions,
}

impl PostgresDriver {
    /// Waiting for a lock ends after `lock_timeout`: what still waited when its caller had given up would be done later on,
    /// unasked.
    pub(super) fn new(
        options: PgConnectOptions,
        statement_timeout: Duration,
        lock_timeout: Duration,
    ) -> Self {
        let mut settings = vec![
            ("default_transaction_isolation", ISOLATION.to_owned()),
            ("lock_timeout", millis(lock_timeout)),
        ];
        if !statement_timeout.is_zero() {
            settings.push(("statement_timeout", statement_timeout.as_millis().to_string()));
        }
        // The driver would write statements to the log.
        Self { options: options.options(settings).disable_statement_logging() }
    }

    /// Fails with what is wrong with the server. Asked once, of the first connection: see the table in
    /// [the module](super) of what is assumed.
    pub(super) async fn check(
        connection: &mut PgConnection,
        limit: AnswerLimit,
        lock_timeout: Duration,
    ) -> Result<()> {
        if connection.server_version_num().is_some_and(|version| version < OLDEST) {
            return Err(Error::config("the server is older than PostgreSQL 13"));
        }
        // What another engine doesn't know fails here, and not in the middle of a later call.
        let sql = "SELECT current_schema() IS NOT NULL, 'B' COLLATE \"C\" < 'a' COLLATE \"C\", \
            (SELECT COUNT(xmax) >= 0 FROM pg_class WHERE oid = 0), \
            current_setting('server_encoding'), current_setting('default_transaction_isolation'), \
            current_setting('standard_conforming_strings'), \
            (SELECT setting FROM pg_settings WHERE name = 'lock_timeout'), COALESCE(current_setting('block_size', TRUE), '8192')::int >= 8192";
        let row = limit.within(sqlx::query(sql).fetch_one(connection)).await;
        let row = row.map_err(|error| lacking(&error))?;
        let is = |position: usize| row.try_get::<bool, _>(position).unwrap_or_default();
        let says = |position: usize| row.try_get::<&str, _>(position).unwrap_or_default();
        for (fits, wrong) in [
            (
                is(0),
                "the schema of the URL's `schema`, or of the user's search path, is not there, or the user may not use it",
            ),
            (is(1), "the server doesn't compare texts in the collation \"C\" by their bytes"),
            (is(2), "the server's rows don't have the column `xmax`"),
            (says(3) == "UTF8", "the database's encoding is not UTF8; create it anew with it"),
            (
                says(4) == ISOLATION && says(6) == millis(lock_timeout),
                "what stands between drops the connection's `options`; connect to the server itself, or let it pass them on",
            ),
            (says(5) == "on", "the server's `standard_conforming_strings` is off; switch it on for the user"),
            (is(7), "the server's pages have less than 8 KB; its indexes hold too little"),
        ] {
            if !fits {
                return Err(Error::config(wrong));
            }
        }
        Ok(())
    }
}

/// A limit as the server reads it. Zero would be without end.
fn millis(limit: Duration) -> String {
    limit.as_millis().max(1).to_string()
}

impl Driver for PostgresDriver {
    type Connection = Connection;

    async fn connect(&self) -> Result<Connection> {
        let inner = self.options.connect().await.map_err(|error| not_connected(&error))?;
        Ok(Connection { inner, is_serializable: false })
    }
}
