//! What PostgreSQL's errors mean: told by their codes and the names of constraints, never by texts, which may hold values (R19).

use sqlx::postgres::PgDatabaseError;

use crate::backends::pooled::tls;
use crate::backends::pooled::{is_unanswered, no_connection_left, unreachable};
use crate::error::{Error, ErrorKind};

/// Why a step failed: the server's word as long as it may still be understood better, then the store's.
#[derive(Debug)]
pub(super) enum Failure {
    Driver(sqlx::Error),
    Store(Error),
}

pub(super) type Attempt<T> = Result<T, Failure>;

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Driver(error)
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
            Failure::Driver(error) => translated(&error),
            Failure::Store(error) => error,
        }
    }
}

impl Failure {
    /// The five letters by which the server says what failed.
    pub(super) fn code(&self) -> Option<&str> {
        self.server().map(PgDatabaseError::code)
    }

    /// The error as the server sent it, if it was the server's.
    pub(super) fn server(&self) -> Option<&PgDatabaseError> {
        match self {
            Self::Driver(error) => server(error),
            Self::Store(_) => None,
        }
    }

    /// Whether the connection is of no use any more.
    pub(super) fn is_broken(&self) -> bool {
        match (self, self.code()) {
            (Self::Store(_), _) => false,
            // Of a table that was changed under a statement that is prepared: a fresh connection prepares it anew.
            (_, Some(code)) => is_unavailable(code) || code == "0A000",
            (_, None) => true,
        }
    }

    /// Whether the server was silent for too long: it would most likely be so again.
    pub(super) fn is_unanswered(&self) -> bool {
        matches!(self, Self::Driver(error) if is_unanswered(error))
    }

    /// Whether another transaction was in the way, so that the same may succeed at once.
    pub(super) fn is_contended(&self) -> bool {
        matches!(self.code(), Some("40001" | "40P01"))
    }

    /// Whether the server lacks what was asked of it.
    pub(super) fn is_missing(&self) -> bool {
        self.code().is_some_and(is_missing)
    }

    /// Whether another process has made or changed the same table at the same moment.
    pub(super) fn is_of_tables(&self) -> bool {
        match self.code() {
            // A name that is taken, and a row of the server's own tables that another one has changed.
            Some("42P07" | "42710" | "42701" | "42P06" | "XX000") => true,
            Some("23505") => self.is_of_catalog(),
            _ => false,
        }
    }

    /// Whether it is about the server's own tables.
    pub(super) fn is_of_catalog(&self) -> bool {
        self.server().and_then(|error| error.table()).is_some_and(|table| table.starts_with("pg_"))
    }

    pub(super) fn is_foreign_key(&self) -> bool {
        self.code() == Some("23503")
    }

    /// Whether one deleted row took along another, and so on, more often than the server's stack has room for.
    pub(super) fn is_too_deep(&self) -> bool {
        self.code() == Some("54001")
    }
}

fn server(error: &sqlx::Error) -> Option<&PgDatabaseError> {
    match error {
        sqlx::Error::Database(error) => error.try_downcast_ref(),
        _ => None,
    }
}

const NO_CONNECTION_LEFT: &str = "53300";

/// Connections that break or are refused, and a server that goes down or comes up.
fn is_unavailable(code: &str) -> bool {
    code.starts_with("08")
        || matches!(code, "57P01" | "57P02" | "57P03" | "57P05" | NO_CONNECTION_LEFT | "25006" | "XX001")
}

/// What an error means that says nothing of the data.
fn translated(error: &sqlx::Error) -> Error {
    let Some(server) = server(error) else {
        let reason = if is_unanswered(error) {
            "the server didn't answer within `read_timeout`; it may still do what it was sent"
        } else {
            "the connection to the server broke"
        };
        return ErrorKind::Unavailable { reason: reason.into() }.into();
    };
    match server.code() {
        NO_CONNECTION_LEFT => no_connection_left(),
        code if is_unavailable(code) => {
            let reason = format!("the server can't serve now (SQLSTATE {code})");
            ErrorKind::Unavailable { reason: reason.into() }.into()
        }
        "40001" | "40P01" => Error::busy("another transaction changed what this one read, or waits for it"),
        "55P03" => Error::busy("another transaction holds a lock for longer than `acquire_timeout`"),
        "57014" => Error::busy("the statement took longer than `statement_timeout`"),
        "42P01" | "42703" => {
            let reason = "a table or column is not there; call `migrate` first";
            ErrorKind::Schema { reason: reason.into() }.into()
        }
        "42501" => Error::config(
            "the user may not do this; grant it the tables, or for `migrate` their schema, or let `migrate` run as their owner",
        ),
        code => Error::backend(format!("the server refused the statement (SQLSTATE {code})")),
    }
}

/// Why the server couldn't say what it is like.
pub(super) fn lacking(error: &sqlx::Error) -> Error {
    match server(error).map(PgDatabaseError::code) {
        Some(code) if is_missing(code) => Error::config(format!(
            "the server speaks PostgreSQL's protocol, but lacks what this backend needs (SQLSTATE {code}); \
             its documentation says what that is"
        )),
        Some(_) => translated(error),
        None => not_connected(error),
    }
}

/// What is not there: a function, an object, a feature, or the right to use it.
fn is_missing(code: &str) -> bool {
    matches!(code, "0A000" | "42883" | "42704" | "42703" | "42P01" | "42601" | "42501")
}

/// Why there is no connection.
pub(super) fn not_connected(error: &sqlx::Error) -> Error {
    match server(error).map(PgDatabaseError::code) {
        Some("28P01") => Error::config("the server refuses the user or the password"),
        Some("28000") => Error::config(
            "the server doesn't let this user in, not from this host, not to this database, or not with this `sslmode`",
        ),
        Some("42501") => {
            Error::config("the server doesn't let this user into this database; grant it CONNECT")
        }
        Some("3D000") => Error::config("the server has no database of this name; create it first"),
        Some(NO_CONNECTION_LEFT) => no_connection_left(),
        Some(code) if is_unavailable(code) => {
            let reason = format!("the server takes no connection now (SQLSTATE {code})");
            ErrorKind::Unavailable { reason: reason.into() }.into()
        }
        Some(code) => Error::config(format!("the server refuses the connection (SQLSTATE {code})")),
        None => tls::refused(error).unwrap_or_else(|| match error {
            sqlx::Error::Configuration(_) => Error::config("the connection's options can't be used"),
            error => unreachable(error),
        }),
    }
}
