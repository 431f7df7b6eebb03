//! What SQLite's errors mean. Its messages name tables and columns and never hold a bound value (R19).

use rusqlite::{ErrorCode, ffi};

use crate::error::{Error, ErrorKind};

/// Why a step failed: SQLite's word as long as it may still be understood better, then the store's.
#[derive(Debug)]
pub(super) enum Failure {
    Sqlite(rusqlite::Error),
    Store(Error),
}

pub(super) type Attempt<T> = Result<T, Failure>;

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Sqlite(error) => translated(&error),
            Failure::Store(error) => error,
        }
    }
}

impl Failure {
    /// Whether the call may succeed on a connection that has more time.
    pub(super) fn is_for_want_of_time(&self) -> bool {
        let Self::Sqlite(error) = self else { return false };
        let codes = [ErrorCode::OperationInterrupted, ErrorCode::DatabaseBusy, ErrorCode::DatabaseLocked];
        error.sqlite_error_code().is_some_and(|code| codes.contains(&code))
    }

    pub(super) fn is_foreign_key(&self) -> bool {
        matches!(self, Self::Sqlite(error) if is_foreign_key(error))
    }

    /// Whether one deleted row took along another, and so on, more than a thousand times.
    pub(super) fn is_too_deep(&self) -> bool {
        let too_deep = |error| {
            message(error).is_some_and(|text| text.starts_with("too many levels of trigger recursion"))
        };
        matches!(self, Self::Sqlite(error) if too_deep(error))
    }
}

pub(super) fn is_foreign_key(error: &rusqlite::Error) -> bool {
    extended(error) == Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// What an error means that says nothing of the data.
pub(super) fn translated(error: &rusqlite::Error) -> Error {
    let message = message(error);
    let text = || message.unwrap_or("SQLite gave no message").to_owned();
    if message.is_some_and(|text| text.starts_with("no such table: ") || text.starts_with("no such column: "))
    {
        return ErrorKind::Schema { reason: format!("{}; call `migrate` first", text()).into() }.into();
    }
    let Some(code) = error.sqlite_error_code() else {
        return Error::backend("the driver could not run the statement");
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
            ErrorKind::Busy { reason: "another connection holds the database's lock".into() }.into()
        }
        ErrorCode::NotADatabase => Error::backend("the file is not a SQLite database"),
        ErrorCode::DatabaseCorrupt => Error::backend("the database file is damaged"),
        ErrorCode::ReadOnly => Error::backend("the database can only be read"),
        ErrorCode::CannotOpen => {
            ErrorKind::Unavailable { reason: "the database file can't be opened".into() }.into()
        }
        ErrorCode::DiskFull => ErrorKind::Unavailable { reason: "the disk is full".into() }.into(),
        ErrorCode::SystemIoFailure => ErrorKind::Unavailable { reason: text().into() }.into(),
        ErrorCode::OutOfMemory => ErrorKind::Unavailable { reason: "there is no memory left".into() }.into(),
        ErrorCode::OperationInterrupted => {
            ErrorKind::Busy { reason: "the statement was interrupted".into() }.into()
        }
        _ => Error::backend(text()),
    }
}

pub(super) fn extended(error: &rusqlite::Error) -> Option<i32> {
    error.sqlite_error().map(|error| error.extended_code)
}

/// SQLite's message, without the statement's text that the driver's own display adds.
pub(super) fn message(error: &rusqlite::Error) -> Option<&str> {
    match error {
        rusqlite::Error::SqliteFailure(_, message) => message.as_deref(),
        rusqlite::Error::SqlInputError { msg, .. } => Some(msg),
        _ => None,
    }
}
