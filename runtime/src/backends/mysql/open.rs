//! Opening connections.

use std::sync::Arc;

use sqlx::{ConnectOptions, Connection, MySqlConnection, Row};

use super::errors::{not_connected, translated};
use super::lengths;
use super::options::MySqlOptions;
use super::server::{Flavor, Server};
use super::session::Session;
use crate::backend::Limits;
use crate::backends::pooled::{Driver, guarded};
use crate::error::{Error, ErrorKind, Result};

/// Opens the connections of a pool.
#[derive(Debug)]
pub(super) struct Opener {
    options: MySqlOptions,
    server: Arc<Server>,
    setup: Arc<str>,
}

/// What a packet holds beside the values of a row: the statement's number, a type for each value, and its length.
const PACKET_OVERHEAD: usize = 64 << 10;
/// The driver sends no packet in several parts.
const MOST_PACKET: usize = (16 << 20) - 1;
/// Smaller pages make for shorter keys than the tables have.
const PAGE_BYTES: u64 = 16 << 10;

impl Opener {
    pub(super) fn new(options: MySqlOptions, server: Arc<Server>) -> Self {
        let setup = setup(&options, server.flavor).into();
        Self { options, server, setup }
    }
}

impl Driver for Opener {
    type Connection = Session;

    async fn connect(&self) -> Result<Session> {
        let connection = open(&self.options).await?;
        let mut session = Session::new(connection, Arc::clone(&self.server), self.options.pool.read_timeout);
        session.control(Arc::clone(&self.setup)).await?;
        Ok(session)
    }
}

async fn open(options: &MySqlOptions) -> Result<MySqlConnection> {
    options.driver.connect().await.map_err(|error| not_connected(&error, &options.tls))
}

/// Finds out what the server is. Fails when it can't be used.
pub(super) async fn inspect(options: &MySqlOptions) -> Result<Server> {
    let opening = tokio::time::timeout(options.pool.connect_timeout, guarded(open(options))).await;
    let mut connection = opening.unwrap_or_else(|_| Err(too_slow()))?;
    let ask = "SELECT VERSION(), CAST(@@max_allowed_packet AS SIGNED), CAST(@@innodb_page_size AS SIGNED), \
        CAST(@@innodb_rollback_on_timeout AS SIGNED)";
    let row = options.pool.read_timeout.within(sqlx::raw_sql(ask).fetch_one(&mut connection)).await;
    let row = row.map_err(|error| translated(&error))?;
    let number = |at: usize| row.try_get::<i64, _>(at).unwrap_or_default().unsigned_abs();
    let flavor = Flavor::of(row.try_get_unchecked::<&str, _>(0).unwrap_or_default())?;
    if number(2) < PAGE_BYTES {
        return Err(Error::config(
            "the server's `innodb_page_size` is less than 16 KB; its indexes hold too little",
        ));
    }
    if number(3) != 0 {
        return Err(Error::config("the server's `innodb_rollback_on_timeout` is on; switch it off"));
    }
    let packet = usize::try_from(number(1)).unwrap_or(usize::MAX).min(MOST_PACKET);
    let most = packet.saturating_sub(PACKET_OVERHEAD).max(packet / 2);
    // If it can't be said goodbye to, it is gone already.
    let _ = connection.close().await;
    Ok(Server::new(
        flavor,
        Limits {
            value_bytes: most,
            row_bytes: most,
            index_bytes: lengths::INDEX_CHARACTERS,
            infinities: false,
        },
    ))
}

fn too_slow() -> Error {
    ErrorKind::Unavailable {
        reason: "the server took too long to connect, longer than `connect_timeout`".into(),
    }
    .into()
}

/// What a session has, whatever the server's defaults are.
fn setup(options: &MySqlOptions, flavor: Flavor) -> String {
    let application = &options.application;
    let lock_seconds = options.lock_timeout.as_secs().max(1);
    // Where it merges an index that has a generated column with another one, MariaDB finds nothing now and then while others
    // write to the table; and rows that are locked by two indexes are locked in no order.
    // Of long texts the server sorts by their start only: by 64 KB of it here instead of 1 KB, for which it needs room.
    let mut setup = format!(
        "SET NAMES utf8mb4 COLLATE {}; \
        SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION', \
        time_zone = '+00:00', autocommit = 1, foreign_key_checks = 1, unique_checks = 1, sql_safe_updates = 0, \
        optimizer_switch = 'index_merge=off', \
        innodb_lock_wait_timeout = {lock_seconds}, lock_wait_timeout = 60, max_sort_length = 65536, sort_buffer_size = 2097152; \
        SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED; SET @application_name = '{application}'",
        flavor.collation()
    );
    if let Some(timeout) = options.statement_timeout {
        setup = format!("{setup}; SET SESSION {}", flavor.statement_timeout(timeout.as_millis()));
    }
    setup
}
