//! Opening connections.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::errors::{is_busy, translated};
use super::options::{Mode, SqliteOptions, Synchronous};
use super::session::Session;
use crate::error::{Error, ErrorKind, Result};

/// Prepared statements kept for each connection. An entity's methods need some ten each.
const STATEMENTS: usize = 512;

/// The connection that writes: it makes the file if need be, and finds out whether it is a database at all.
pub(super) fn writer(options: &SqliteOptions) -> Result<Session> {
    let Some(path) = &options.path else {
        let connection = Connection::open_in_memory().map_err(|error| translated(&error))?;
        return configured(connection, options).map_err(|error| translated(&error));
    };
    check_place(path, options.mode)?;
    let connection = open(path, options.mode).map_err(|error| cannot_open(path, &error))?;
    let told = |error: rusqlite::Error| about(path, &translated(&error));
    let session = configured(connection, options).map_err(told)?;
    if options.mode == Mode::ReadOnly {
        session.control("SELECT 1 FROM sqlite_schema LIMIT 1").map_err(told)?;
        return Ok(session);
    }
    // SQLite opens a file that it can't write for reading, without a word.
    if session.connection.is_readonly("main").map_err(told)? {
        let reason = format!("`{}` can't be written; open it with `mode=ro` to only read it", path.display());
        return Err(ErrorKind::Unavailable { reason: reason.into() }.into());
    }
    if !write_ahead(&session, options.busy_timeout).map_err(told)? {
        let reason =
            format!("`{}` can't be kept in write-ahead mode; put it on a local disk", path.display());
        return Err(Error::config(reason));
    }
    let level = match options.synchronous {
        Synchronous::Full => "PRAGMA synchronous = FULL",
        Synchronous::Normal => "PRAGMA synchronous = NORMAL",
        Synchronous::Off => "PRAGMA synchronous = OFF",
    };
    session.control(level).map_err(told)?;
    session.control("SELECT 1 FROM sqlite_schema LIMIT 1").map_err(told)?;
    Ok(session)
}

/// A connection that reads, to a file that a writer has opened before.
pub(super) fn reader(path: &Path, options: &SqliteOptions) -> Result<Session> {
    let mode = if options.mode == Mode::ReadOnly { Mode::ReadOnly } else { Mode::ReadWrite };
    let open = || {
        let session = configured(open(path, mode)?, options)?;
        session.control("PRAGMA query_only = ON")?;
        session.control("SELECT 1 FROM sqlite_schema LIMIT 1")?;
        Ok(session)
    };
    open().map_err(|error| about(path, &translated(&error)))
}

fn open(path: &Path, mode: Mode) -> rusqlite::Result<Connection> {
    // A connection is never used by two threads at once, so SQLite needs no locks of its own.
    let flags = OpenFlags::SQLITE_OPEN_NO_MUTEX
        | match mode {
            Mode::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Mode::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Mode::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
    // What starts with `file:` would be taken for a URI.
    let plain: PathBuf = if path.is_relative() { Path::new(".").join(path) } else { path.to_owned() };
    Connection::open_with_flags(plain, flags)
}

fn configured(connection: Connection, options: &SqliteOptions) -> rusqlite::Result<Session> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else a quoted name of no column is taken for a text.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // Else a statement with a bound limit is compiled anew for each call: 25 µs instead of 7 for a lookup.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    rusqlite::vtab::array::load_module(&connection)?;
    let session = Session::new(connection, options.busy_timeout)?;
    session.control("PRAGMA foreign_keys = ON")?;
    Ok(session)
}

/// Lets readers and a writer go on side by side; whether the file system can.
fn write_ahead(session: &Session, timeout: Duration) -> rusqlite::Result<bool> {
    let started = Instant::now();
    loop {
        let change: rusqlite::Result<String> =
            session.connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        match change {
            Ok(mode) => return Ok(mode == "wal"),
            // SQLite doesn't wait here by itself when several processes open a new file at once.
            Err(error) if is_busy(&error) && started.elapsed() < timeout => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) => return Err(error),
        }
    }
}

fn check_place(path: &Path, mode: Mode) -> Result<()> {
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(directory) = directory
        && !directory.is_dir()
    {
        return Err(Error::config(format!("there is no directory `{}`", directory.display())));
    }
    if path.is_dir() {
        return Err(Error::config(format!("`{}` is a directory, not a file", path.display())));
    }
    if mode != Mode::Create && !path.exists() {
        return Err(Error::config(format!("there is no file `{}`", path.display())));
    }
    Ok(())
}

fn cannot_open(path: &Path, error: &rusqlite::Error) -> Error {
    let text = super::errors::message(error).unwrap_or("SQLite gave no message");
    ErrorKind::Unavailable { reason: format!("`{}` can't be opened: {text}", path.display()).into() }.into()
}

/// The same error, naming the file.
fn about(path: &Path, error: &Error) -> Error {
    let told = |reason: &str| format!("`{}`: {reason}", path.display()).into();
    match error.kind() {
        ErrorKind::Unavailable { reason } => ErrorKind::Unavailable { reason: told(reason) }.into(),
        ErrorKind::Busy { reason } => ErrorKind::Busy { reason: told(reason) }.into(),
        ErrorKind::Backend { reason } => ErrorKind::Backend { reason: told(reason) }.into(),
        _ => error.clone(),
    }
}
