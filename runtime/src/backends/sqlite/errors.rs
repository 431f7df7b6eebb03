//! What SQLite's errors mean. Its messages name tables and columns and never hold a bound value (R19).

use rusqlite::{ErrorCode, ffi};

use crate::error::{Error, ErrorKind};
use crate::schema::EntitySchema;

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
        let codes = [
            ErrorCode::OperationInterrupted,
            ErrorCode::DatabaseBusy,
            ErrorCode::DatabaseLocked,
        ];
        error
            .sqlite_error_code()
            .is_some_and(|code| codes.contains(&code))
    }

    pub(super) fn is_foreign_key(&self) -> bool {
        matches!(self, Self::Sqlite(error) if is_foreign_key(error))
    }
}

pub(super) fn is_foreign_key(error: &rusqlite::Error) -> bool {
    extended(error) == Some(ffi::SQLITE_CONSTRAINT_FOREIGNKEY)
}

pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// The conflict or the refused value behind a failed constraint.
pub(super) fn constraint(schema: &'static EntitySchema, error: rusqlite::Error) -> Failure {
    let message = message(&error).unwrap_or_default();
    let found = match extended(&error) {
        Some(ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => conflict(schema, message),
        Some(ffi::SQLITE_CONSTRAINT_DATATYPE) => not_a_sum(schema, message),
        _ => None,
    };
    found.map_or(Failure::Sqlite(error), Failure::Store)
}

/// SQLite names the columns and not the index. Names may hold commas and points, so the message is made and not taken apart.
fn conflict(schema: &'static EntitySchema, message: &str) -> Option<Error> {
    let named = |columns: &mut dyn Iterator<Item = usize>| {
        let names: Vec<_> = columns
            .map(|column| format!("{}.{}", schema.table(), schema.column(column).name()))
            .collect();
        message.strip_prefix("UNIQUE constraint failed: ") == Some(names.join(", ").as_str())
    };
    if named(&mut schema.key().iter().copied()) {
        return Some(Error::conflict_on_key(schema));
    }
    let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
    unique
        .find(|index| named(&mut index.columns().iter().map(|part| part.column())))
        .map(|index| Error::conflict_on_index(schema, index))
}

/// An addition past the range of 64 bits becomes a real number, and one to null a text: a STRICT table refuses both.
fn not_a_sum(schema: &'static EntitySchema, message: &str) -> Option<Error> {
    let named = |name: &str| message.ends_with(&format!(" column {}.{name}", schema.table()));
    let column = schema.columns().iter().position(|column| named(column.name()))?;
    let reason = if message.contains(" TEXT value ") {
        "it is null, to which nothing is added"
    } else {
        "the sum is out of range"
    };
    Some(Error::invalid_value(schema, column, reason))
}

/// What an error means that says nothing of the data.
pub(super) fn translated(error: &rusqlite::Error) -> Error {
    let message = message(error);
    let text = || message.unwrap_or("SQLite gave no message").to_owned();
    if message.is_some_and(|text| text.starts_with("no such table: ") || text.starts_with("no such column: "))
    {
        return ErrorKind::Schema {
            reason: format!("{}; call `migrate` first", text()).into(),
        }
        .into();
    }
    let Some(code) = error.sqlite_error_code() else {
        return Error::backend("the driver could not run the statement");
    };
    match code {
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => ErrorKind::Busy {
            reason: "another connection holds the database's lock".into(),
        }
        .into(),
        ErrorCode::NotADatabase => Error::backend("the file is not a SQLite database"),
        ErrorCode::DatabaseCorrupt => Error::backend("the database file is damaged"),
        ErrorCode::ReadOnly => Error::backend("the database can only be read"),
        ErrorCode::CannotOpen => ErrorKind::Unavailable {
            reason: "the database file can't be opened".into(),
        }
        .into(),
        ErrorCode::DiskFull => ErrorKind::Unavailable {
            reason: "the disk is full".into(),
        }
        .into(),
        ErrorCode::SystemIoFailure => ErrorKind::Unavailable {
            reason: text().into(),
        }
        .into(),
        ErrorCode::OutOfMemory => ErrorKind::Unavailable {
            reason: "there is no memory left".into(),
        }
        .into(),
        ErrorCode::OperationInterrupted => ErrorKind::Busy {
            reason: "the statement was interrupted".into(),
        }
        .into(),
        _ => Error::backend(text()),
    }
}

fn extended(error: &rusqlite::Error) -> Option<i32> {
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
