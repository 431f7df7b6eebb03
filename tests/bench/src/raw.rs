//! The same store by hand: rusqlite with cached statements, the same table, indexes and pragmas, positional decoding.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, Result, Row, params};
use storewright::{Id, Timestamp};

use crate::Member;

/// The columns, in the order in which [`decode`] reads them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, tenant, email, email_verified, first_name, last_name, image, username, phone, phone_verified, ",
            "password_hash, password_changed_at, banned, ban_reason, sign_ins, score, metadata, created_at, updated_at, ",
            "version FROM members ",
            $rest
        )
    };
}

const INSERT: &str = "INSERT INTO members VALUES \
    (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)";
const UPDATE: &str = "UPDATE members SET tenant = ?2, email = ?3, email_verified = ?4, first_name = ?5, last_name = ?6, \
    image = ?7, username = ?8, phone = ?9, phone_verified = ?10, password_hash = ?11, password_changed_at = ?12, \
    banned = ?13, ban_reason = ?14, sign_ins = ?15, score = ?16, metadata = ?17, updated_at = ?18, version = ?19 + 1 \
    WHERE id = ?1 AND version = ?19";
const GET: &str = select!("WHERE id = ?1");
const GET_BY_EMAIL: &str = select!("WHERE tenant = ?1 AND email = ?2");
// The limit is written out: SQLite prepares a statement anew whenever a bound limit is bound again.
const LIST_50: &str = select!("WHERE tenant = ?1 ORDER BY created_at DESC, id LIMIT 51");
const TOTAL: &str = "SELECT count(*) FROM members WHERE tenant = ?1";

/// One connection to a file.
#[derive(Debug)]
pub struct Raw(Connection);

impl Raw {
    /// Opens `path`, with the table and indexes that the library would make there.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn open(path: &Path, synchronous: &str) -> Result<Self> {
        let connection = Connection::open(path)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", synchronous)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS members (
                id TEXT NOT NULL PRIMARY KEY, tenant TEXT NOT NULL, email TEXT NOT NULL, email_verified INTEGER NOT NULL,
                first_name TEXT NOT NULL, last_name TEXT NOT NULL, image TEXT, username TEXT, phone TEXT,
                phone_verified INTEGER NOT NULL, password_hash TEXT NOT NULL, password_changed_at INTEGER,
                banned INTEGER NOT NULL, ban_reason TEXT, sign_ins INTEGER NOT NULL, score REAL NOT NULL,
                metadata TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, version INTEGER NOT NULL
            ) STRICT;
            CREATE UNIQUE INDEX IF NOT EXISTS members_email ON members (tenant, email);
            CREATE INDEX IF NOT EXISTS members_created ON members (tenant, created_at DESC, id);",
        )?;
        Ok(Self(connection))
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn create(&self, member: &Member) -> Result<Member> {
        let now = Timestamp::now();
        let member = Member { created_at: now, updated_at: now, version: 1, ..member.clone() };
        self.0.prepare_cached(INSERT)?.execute(params![
            member.id.to_string(),
            member.tenant,
            member.email.to_lowercase(),
            member.email_verified,
            member.first_name,
            member.last_name,
            member.image,
            member.username,
            member.phone,
            member.phone_verified,
            member.password_hash,
            member.password_changed_at.map(Timestamp::unix_micros),
            member.banned,
            member.ban_reason,
            member.sign_ins,
            member.score,
            json(&member.metadata),
            member.created_at.unix_micros(),
            member.updated_at.unix_micros(),
            member.version,
        ])?;
        Ok(member)
    }

    /// Adds rows in one transaction.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn create_many(&self, members: &[Member]) -> Result<Vec<Member>> {
        let transaction = self.0.unchecked_transaction()?;
        let created = members.iter().map(|member| self.create(member)).collect::<Result<_>>()?;
        transaction.commit()?;
        Ok(created)
    }

    /// Looks a row up by its id.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn get(&self, member: &Member) -> Result<Option<Member>> {
        self.0.prepare_cached(GET)?.query_row([member.id.to_string()], decode).optional()
    }

    /// Looks a row up by its unique index.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn get_by_email(&self, tenant: &str, email: &str) -> Result<Option<Member>> {
        self.0.prepare_cached(GET_BY_EMAIL)?.query_row([tenant, &email.to_lowercase()], decode).optional()
    }

    /// Replaces a row whose version is still the one that was read.
    ///
    /// # Errors
    ///
    /// What SQLite says, or that no row was changed.
    pub fn update(&self, member: &Member) -> Result<Member> {
        let member = Member { updated_at: Timestamp::now(), ..member.clone() };
        let changed = self.0.prepare_cached(UPDATE)?.execute(params![
            member.id.to_string(),
            member.tenant,
            member.email.to_lowercase(),
            member.email_verified,
            member.first_name,
            member.last_name,
            member.image,
            member.username,
            member.phone,
            member.phone_verified,
            member.password_hash,
            member.password_changed_at.map(Timestamp::unix_micros),
            member.banned,
            member.ban_reason,
            member.sign_ins,
            member.score,
            json(&member.metadata),
            member.updated_at.unix_micros(),
            member.version,
        ])?;
        if changed == 0 {
            return Err(rusqlite::Error::StatementChangedRows(0));
        }
        Ok(Member { version: member.version + 1, ..member })
    }

    /// Makes every row's version the one that it was created with.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn reset_versions(&self) -> Result<()> {
        self.0.execute("UPDATE members SET version = 1", []).map(drop)
    }

    /// The 51 newest rows of a tenant, one of which tells whether there is a next page, and how many it has.
    ///
    /// # Errors
    ///
    /// What SQLite says.
    pub fn list_50(&self, tenant: &str) -> Result<(Vec<Member>, u64)> {
        let items = self.0.prepare_cached(LIST_50)?.query_map([tenant], decode)?.collect::<Result<_>>()?;
        let total: i64 = self.0.prepare_cached(TOTAL)?.query_row([tenant], |row| row.get(0))?;
        Ok((items, total.unsigned_abs()))
    }
}

fn decode(row: &Row<'_>) -> Result<Member> {
    Ok(Member {
        id: parsed(row.get_ref(0)?.as_str()?)?,
        tenant: row.get(1)?,
        email: row.get(2)?,
        email_verified: row.get(3)?,
        first_name: row.get(4)?,
        last_name: row.get(5)?,
        image: row.get(6)?,
        username: row.get(7)?,
        phone: row.get(8)?,
        phone_verified: row.get(9)?,
        password_hash: row.get(10)?,
        password_changed_at: row.get::<_, Option<i64>>(11)?.map(time).transpose()?,
        banned: row.get(12)?,
        ban_reason: row.get(13)?,
        sign_ins: row.get(14)?,
        score: row.get(15)?,
        metadata: serde_json::from_str(row.get_ref(16)?.as_str()?).map_err(other)?,
        created_at: time(row.get(17)?)?,
        updated_at: time(row.get(18)?)?,
        version: row.get(19)?,
    })
}

fn json(metadata: &BTreeMap<String, String>) -> String {
    serde_json::to_string(metadata).unwrap_or_default()
}

fn parsed(text: &str) -> Result<Id<Member>> {
    text.parse().map_err(other)
}

fn time(micros: i64) -> Result<Timestamp> {
    Timestamp::from_unix_micros(micros).map_err(other)
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::ToSqlConversionFailure(Box::new(error))
}
