//! What is known of the server, once for all connections.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::lengths::Lengths;
use super::prepared::{LockedTexts, Locks};
use crate::backend::Limits;
use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::sql::{Shape, Statement, Text};

/// Where the two servers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flavor {
    MySql,
    MariaDb,
}

impl Flavor {
    /// Which server it is, by what it says of its version; fails when it is too old.
    pub(super) fn of(version: &str) -> Result<Self> {
        let is_maria = version.to_ascii_lowercase().contains("mariadb");
        // Older ones of MariaDB put `5.5.5-` before it.
        let numbers = version.strip_prefix("5.5.5-").filter(|_| is_maria).unwrap_or(version);
        let mut parts = numbers.split(|letter: char| !letter.is_ascii_digit());
        let mut part = || parts.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
        let version = (part(), part(), part());
        match is_maria {
            // Descending indexes.
            true if version < (10, 8, 0) => Err(Error::config("the server is older than MariaDB 10.8")),
            // Collations without padding came with 8.0, defaults of long texts with 8.0.13.
            false if version < (8, 0, 16) => Err(Error::config("the server is older than MySQL 8.0.16")),
            true => Ok(Self::MariaDb),
            false => Ok(Self::MySql),
        }
    }

    /// The collation in which texts compare by their bytes, trailing spaces too (R6).
    pub(super) const fn collation(self) -> &'static str {
        match self {
            Self::MySql => "utf8mb4_0900_bin",
            Self::MariaDb => "utf8mb4_nopad_bin",
        }
    }

    /// Whether a deletion can give the rows that it removes.
    pub(super) const fn returns_deleted(self) -> bool {
        matches!(self, Self::MariaDb)
    }

    /// How a statement's time is limited for the session, in milliseconds.
    pub(super) fn statement_timeout(self, millis: u128) -> String {
        match self {
            // For what reads only: there is nothing for writes.
            Self::MySql => format!("max_execution_time = {millis}"),
            Self::MariaDb => format!("max_statement_time = {}.{:03}", millis / 1_000, millis % 1_000),
        }
    }
}

/// What all connections to one server share.
#[derive(Debug)]
pub(super) struct Server {
    pub(super) flavor: Flavor,
    pub(super) limits: Limits,
    texts: Mutex<LockedTexts>,
    lengths: Mutex<HashMap<&'static EntitySchema, Arc<Lengths>>>,
}

impl Server {
    pub(super) fn new(flavor: Flavor, limits: Limits) -> Self {
        Self { flavor, limits, texts: Mutex::default(), lengths: Mutex::default() }
    }

    pub(super) fn text(&self, shape: &Shape<'_>, statement: &Statement<'_>, locks: Locks) -> Arc<Text> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner).text(shape, statement, locks)
    }

    pub(super) fn lengths(&self, schema: &'static EntitySchema) -> Arc<Lengths> {
        let mut lengths = self.lengths.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lengths.entry(schema).or_insert_with(|| Arc::new(Lengths::of(schema))))
    }
}

#[cfg(test)]
mod tests {
    use super::Flavor;

    #[test]
    fn servers_are_told_apart_by_their_version() {
        assert_eq!(Flavor::of("10.11.19-MariaDB-0+deb12u1"), Ok(Flavor::MariaDb));
        assert_eq!(Flavor::of("5.5.5-11.4.2-MariaDB"), Ok(Flavor::MariaDb));
        assert_eq!(Flavor::of("8.4.3"), Ok(Flavor::MySql));
        assert_eq!(Flavor::of("8.0.36-28 Percona"), Ok(Flavor::MySql));
        assert!(Flavor::of("5.7.44").is_err() && Flavor::of("10.3.39-MariaDB").is_err());
        assert!(Flavor::of("").is_err());
    }
}
