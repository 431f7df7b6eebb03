//! What the server's errors mean. Its messages quote values, so they are read and not told (R19).

use sqlx::mysql::MySqlDatabaseError;

use crate::backends::pooled::tls::{self, Encryption, Tls};
use crate::backends::pooled::{is_unanswered, no_connection_left, unreachable};
use crate::error::{Error, ErrorKind};

/// Why a step failed: the driver's word as long as it may still be understood better, then the store's.
#[derive(Debug)]
pub(super) enum Failure {
    Driver(sqlx::Error),
    Store(Error),
    /// Others came in between: the whole call is to be done anew.
    Raced,
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
            Failure::Raced => Self::busy("others add and remove the row again and again"),
        }
    }
}

const DEADLOCK: u16 = 1213;
const LOCK_WAIT_TIMEOUT: u16 = 1205;
/// For one more prepared statement.
const NO_ROOM: u16 = 1461;
/// MariaDB's word for what a snapshot doesn't allow.
const CHANGED_SINCE_READ: u16 = 1020;

impl Failure {
    fn number(&self) -> Option<u16> {
        match self {
            Self::Driver(error) => number(error),
            _ => None,
        }
    }

    /// Whether the call may succeed when it is done again from its start: the server has undone all of it.
    pub(super) fn is_for_others(&self) -> bool {
        matches!(self, Self::Raced) || matches!(self.number(), Some(DEADLOCK | CHANGED_SINCE_READ))
    }

    /// Whether the server keeps no more prepared statements; nothing was done then.
    pub(super) fn is_for_room(&self) -> bool {
        self.number() == Some(NO_ROOM)
    }

    /// Whether the server has rolled back the whole transaction.
    pub(super) fn ends_transaction(&self) -> bool {
        matches!(self.number(), Some(DEADLOCK | CHANGED_SINCE_READ))
    }

    /// Whether the connection can't be used any more.
    pub(super) fn is_fatal(&self) -> bool {
        match self {
            Self::Driver(error) => match number(error) {
                Some(number) => is_outage(number),
                None => true,
            },
            _ => false,
        }
    }

    /// Whether the server was silent for too long: it would most likely be so again.
    pub(super) fn is_unanswered(&self) -> bool {
        matches!(self, Self::Driver(error) if is_unanswered(error))
    }

    /// Whether a constraint, or the range of a type, didn't allow it.
    pub(super) fn is_refusal(&self) -> bool {
        match self {
            Self::Driver(_) => {
                self.taken_key().is_some() || self.is_missing_parent() || self.is_out_of_range()
            }
            Self::Store(error) => {
                error.is_conflict() || matches!(error.kind(), ErrorKind::MissingReference { .. })
            }
            Self::Raced => false,
        }
    }

    pub(super) fn is_unknown_savepoint(&self) -> bool {
        self.number() == Some(1305)
    }

    /// Whether a table, column or index to be made is there.
    pub(super) fn is_there_already(&self) -> bool {
        matches!(self.number(), Some(1050 | 1060 | 1061))
    }

    pub(super) fn is_missing_parent(&self) -> bool {
        matches!(self.number(), Some(1216 | 1452))
    }

    /// Whether a foreign key keeps a row, or would have to follow others too deep.
    pub(super) fn is_referenced(&self) -> bool {
        matches!(self.number(), Some(1217 | 1296 | 1451 | 3008))
    }

    /// Whether a sum can't be held.
    pub(super) fn is_out_of_range(&self) -> bool {
        matches!(self.number(), Some(1264 | 1690))
    }

    /// The unique key that is taken.
    pub(super) fn taken_key(&self) -> Option<&str> {
        let Self::Driver(sqlx::Error::Database(error)) = self else { return None };
        let error = error.try_downcast_ref::<MySqlDatabaseError>()?;
        if !matches!(error.number(), 1022 | 1062 | 1169 | 1586) {
            return None;
        }
        // `Duplicate entry '…' for key 'NAME'`, in whatever language: what stands in the last quotes. MySQL 8 puts the
        // table before it.
        let name = error.message().trim_end_matches('\'').rsplit('\'').next().unwrap_or_default();
        Some(name.rsplit('.').next().unwrap_or(name))
    }
}

pub(super) fn number(error: &sqlx::Error) -> Option<u16> {
    let sqlx::Error::Database(error) = error else { return None };
    error.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number)
}

/// Shut down, killed, lost.
const fn is_outage(number: u16) -> bool {
    matches!(number, 1053 | 1077 | 1079 | 1080 | 1152..=1161 | 1184 | 1927 | 2002..=2006 | 2013 | 2055 | 3169 | 4031)
}

/// Why there is no connection.
pub(super) fn not_connected(error: &sqlx::Error, options: &Tls) -> Error {
    match error {
        sqlx::Error::Configuration(_) if options.client.is_some() => {
            Error::config("the certificate or the key of `ssl-cert` and `ssl-key` can't be used")
        }
        // The driver would need RSA to send the password: without it, whoever is in between could read it.
        sqlx::Error::Configuration(_) if cfg!(feature = "tls") => Error::config(
            "the server takes this user's password on an encrypted connection only: don't disable `ssl-mode`, or give the server a certificate",
        ),
        sqlx::Error::Configuration(_) => Error::config(
            "the server takes this user's password on an encrypted connection only, which needs the feature `tls` of storewright",
        ),
        // Some servers have no other word for it, and none has on a Unix socket.
        error if options.mode == Encryption::Disabled && matches!(number(error), Some(1045 | 1698)) => {
            Error::config(if cfg!(feature = "tls") {
                "the server doesn't let this user in with this password, or not without `ssl-mode`"
            } else {
                "the server doesn't let this user in with this password, or on an encrypted connection only, which needs the feature `tls`"
            })
        }
        error => tls::refused(error).unwrap_or_else(|| match error {
            error @ sqlx::Error::Io(_) => unreachable(error),
            error => translated(error),
        }),
    }
}

/// What an error means that says nothing of the data.
pub(super) fn translated(error: &sqlx::Error) -> Error {
    let unavailable = |reason: String| ErrorKind::Unavailable { reason: reason.into() }.into();
    let Some(number) = number(error) else {
        return match error {
            error if is_unanswered(error) => unavailable(
                "the server didn't answer within `read_timeout`; it may still do what it was sent".to_owned(),
            ),
            sqlx::Error::Io(error) => unavailable(format!("the connection broke: {}", error.kind())),
            sqlx::Error::Protocol(_) => unavailable("the server broke the protocol".to_owned()),
            _ => unavailable("the driver could not run the statement".to_owned()),
        };
    };
    let schema = |reason: &str| {
        let reason = format!("{reason}; call `migrate` first").into();
        ErrorKind::Schema { reason }.into()
    };
    match number {
        DEADLOCK | CHANGED_SINCE_READ => Error::busy("another transaction changed the same rows"),
        NO_ROOM => Error::busy(
            "the server keeps no more prepared statements; lower `statement_cache` or raise its `max_prepared_stmt_count`",
        ),
        LOCK_WAIT_TIMEOUT => Error::busy("another transaction holds the rows, longer than `lock_timeout`"),
        1969 | 3024 => Error::busy("the statement took longer than `statement_timeout`"),
        1317 => Error::busy("the statement was interrupted"),
        1040 | 1203 | 1226 => no_connection_left(),
        1044 => {
            Error::config("the server doesn't let this user into this database, or has none of this name")
        }
        1045 | 1698 => Error::config("the server doesn't let this user in with this password"),
        1049 => Error::config("the server has no database of this name; create it first"),
        1146 => schema("a table is not there"),
        1054 => schema("a column is not there"),
        3159 => Error::config("the server takes encrypted connections only: write `ssl-mode=required`"),
        1142 | 1143 | 1227 => Error::config(
            "the user may not do this; grant it the tables, and for `migrate` CREATE, ALTER, INDEX and REFERENCES too",
        ),
        1021 | 1114 => unavailable("the disk is full".to_owned()),
        1290 | 1792 | 1836 => unavailable("the server can only be read at the moment".to_owned()),
        1153 => Error::backend("a packet is larger than the server's `max_allowed_packet`"),
        number if is_outage(number) => {
            unavailable(format!("the server ended the connection (error {number})"))
        }
        number => Error::backend(format!("the server refused the statement (error {number})")),
    }
}
