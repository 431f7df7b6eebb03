//! The same store by hand: sqlx with prepared statements on one bare connection, the same table and indexes, positional
//! decoding.

use std::collections::BTreeMap;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgRow};
use sqlx::query::Query;
use sqlx::types::Json;
use sqlx::types::time::OffsetDateTime;
use sqlx::{AssertSqlSafe, ConnectOptions as _, Error, PgPool, Postgres, Result, Row as _};
use storewright::{Id, Timestamp};

use crate::Member;

/// The columns, in the order in which [`decode`] reads them.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, tenant, email, email_verified, first_name, last_name, image, username, phone, phone_verified, ",
            "password_hash, password_changed_at, banned, ban_reason, sign_ins, score, metadata, created_at, updated_at, ",
            "version FROM raw_members ",
            $rest
        )
    };
}

const TABLE: &str = "DROP TABLE IF EXISTS raw_members;
    CREATE TABLE raw_members (
        id text COLLATE \"C\" PRIMARY KEY, tenant text COLLATE \"C\" NOT NULL, email text COLLATE \"C\" NOT NULL,
        email_verified boolean NOT NULL, first_name text NOT NULL, last_name text NOT NULL, image text, username text,
        phone text, phone_verified boolean NOT NULL, password_hash text NOT NULL, password_changed_at timestamptz,
        banned boolean NOT NULL, ban_reason text, sign_ins bigint NOT NULL, score double precision NOT NULL,
        metadata jsonb NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, version bigint NOT NULL
    );
    CREATE UNIQUE INDEX raw_members_email ON raw_members (tenant, email);
    CREATE INDEX raw_members_created ON raw_members (tenant, created_at DESC, id)";
const INSERT: &str = "INSERT INTO raw_members VALUES \
    ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
const UPDATE: &str = "UPDATE raw_members SET tenant = $2, email = $3, email_verified = $4, first_name = $5, \
    last_name = $6, image = $7, username = $8, phone = $9, phone_verified = $10, password_hash = $11, \
    password_changed_at = $12, banned = $13, ban_reason = $14, sign_ins = $15, score = $16, metadata = $17, \
    created_at = $18, updated_at = $19, version = $20 + 1 WHERE id = $1 AND version = $20";
const GET: &str = select!("WHERE id = $1");
const GET_BY_EMAIL: &str = select!("WHERE tenant = $1 AND email = $2");
const LIST_50: &str = select!("WHERE tenant = $1 ORDER BY created_at DESC, id LIMIT 51");
const TOTAL: &str = "SELECT count(*) FROM raw_members WHERE tenant = $1";
/// How many rows of 20 values a statement takes: it binds 65,535 values.
const ROWS: usize = 3_000;

/// One connection.
#[derive(Debug)]
pub struct RawPostgres(PgConnection);

impl RawPostgres {
    /// Connects, and makes the table and indexes anew that the library would make.
    ///
    /// # Errors
    ///
    /// What sqlx says.
    pub async fn open(url: &str) -> Result<Self> {
        let options: PgConnectOptions = url.parse()?;
        let mut connection = options.disable_statement_logging().connect().await?;
        sqlx::raw_sql(TABLE).execute(&mut connection).await?;
        Ok(Self(connection))
    }

    /// Runs statements of no entity.
    ///
    /// # Errors
    ///
    /// What sqlx says.
    pub async fn run(&mut self, sql: &'static str) -> Result<()> {
        sqlx::raw_sql(sql).execute(&mut self.0).await.map(drop)
    }

    /// Adds a row.
    ///
    /// # Errors
    ///
    /// What sqlx says.
    pub async fn create(&mut self, member: &Member) -> Result<Member> {
        let now = Timestamp::now();
        let member = Member { created_at: now, updated_at: now, version: 1, ..member.clone() };
        bind(sqlx::query(INSERT), &member)?.execute(&mut self.0).await?;
        Ok(member)
    }

    /// Adds rows in one transaction, many to a statement.
    ///
    /// # Errors
    ///
    /// What sqlx says.
    pub async fn create_many(&mut self, members: &[Member]) -> Result<Vec<Member>> {
        let now = Timestamp::now();
        let stamped =
            |member: &Member| Member { created_at: now, updated_at: now, version: 1, ..member.clone() };
        let members: Vec<_> = members.iter().map(stamped).collect();
        self.run("BEGIN").await?;
        for chunk in members.chunks(ROWS) {
            let mut sql = String::from("INSERT INTO raw_members VALUES ");
            for row in 0..chunk.len() {
                let numbers: Vec<_> = (1..=20).map(|column| format!("${}", row * 20 + column)).collect();
                let comma = if row > 0 { ", " } else { "" };
                sql.push_str(&format!("{comma}({})", numbers.join(", ")));
            }
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for member in chunk {
                query = bind(query, member)?;
            }
            query.execute(&mut self.0).await?;
        }
        self.run("COMMIT").await?;
        Ok(members)
    }

    /// Looks a row up by its id.
    ///
    /// # Errors
    ///
    /// What sqlx says.
    pub async fn get(&mut self, member: &Member) -> Result<Option<Member>> {
        let row = sqlx::query(GET).bind(member.id.to_string()).fetch_optional(&mut self.0).await?;
        row.as_ref().map(decode).transpose()
    }

    /// Looks a row up by its unique index.
    ///
    /// # Errors
    ///
    /// What sqlx says.
    pub async fn get_by_email(&mut self, tenant: &str, email: &str) -> Result<Option<Member>> {
        let query = sqlx::query(GET_BY_EMAIL).bind(tenant).bind(email.to_lowercase());
        query.fetch_optional(&mut self.0).await?.as_ref().map(decode).transpose()
    }

    /// Replaces a row whose version is still the one that was read.
    ///
    /// # Errors
    ///
    /// What sqlx says, or that no row was changed.
    pub async fn update(&mut self, member: &Member) -> Result<Member> {
        let member = Member { updated_at: Timestamp::now(), ..member.clone() };
        let changed = bind(sqlx::query(UPDATE), &member)?.execute(&mut self.0).await?;
        if changed.rows_affected() == 0 {
            return Err(Error::RowNotFound);
        }
        Ok(Member { version: member.version + 1, ..member })
    }

    /// The 51 newest rows of a tenant, one of which tells whether there is a next page, and how many it has.
    ///
    /// # Errors
    ///
    /// What sqlx says.
    pub async fn list_50(&mut self, tenant: &str) -> Result<(Vec<Member>, u64)> {
        let rows = sqlx::query(LIST_50).bind(tenant).fetch_all(&mut self.0).await?;
        let items = rows.iter().map(decode).collect::<Result<_>>()?;
        let total: i64 = sqlx::query_scalar(TOTAL).bind(tenant).fetch_one(&mut self.0).await?;
        Ok((items, total.unsigned_abs()))
    }
}

/// The same lookup through sqlx's pool.
///
/// # Errors
///
/// What sqlx says.
pub async fn get_through(pool: &PgPool, member: &Member) -> Result<Option<Member>> {
    let row = sqlx::query(GET).bind(member.id.to_string()).fetch_optional(pool).await?;
    row.as_ref().map(decode).transpose()
}

fn bind<'q>(
    query: Query<'q, Postgres, PgArguments>,
    member: &'q Member,
) -> Result<Query<'q, Postgres, PgArguments>> {
    Ok(query
        .bind(member.id.to_string())
        .bind(&member.tenant)
        .bind(member.email.to_lowercase())
        .bind(member.email_verified)
        .bind(&member.first_name)
        .bind(&member.last_name)
        .bind(&member.image)
        .bind(&member.username)
        .bind(&member.phone)
        .bind(member.phone_verified)
        .bind(&member.password_hash)
        .bind(member.password_changed_at.map(moment).transpose()?)
        .bind(member.banned)
        .bind(&member.ban_reason)
        .bind(member.sign_ins)
        .bind(member.score)
        .bind(Json(&member.metadata))
        .bind(moment(member.created_at)?)
        .bind(moment(member.updated_at)?)
        .bind(member.version))
}

fn decode(row: &PgRow) -> Result<Member> {
    Ok(Member {
        id: row.try_get::<&str, _>(0)?.parse::<Id<Member>>().map_err(other)?,
        tenant: row.try_get(1)?,
        email: row.try_get(2)?,
        email_verified: row.try_get(3)?,
        first_name: row.try_get(4)?,
        last_name: row.try_get(5)?,
        image: row.try_get(6)?,
        username: row.try_get(7)?,
        phone: row.try_get(8)?,
        phone_verified: row.try_get(9)?,
        password_hash: row.try_get(10)?,
        password_changed_at: row.try_get::<Option<_>, _>(11)?.map(stamp).transpose()?,
        banned: row.try_get(12)?,
        ban_reason: row.try_get(13)?,
        sign_ins: row.try_get(14)?,
        score: row.try_get(15)?,
        metadata: row.try_get::<Json<BTreeMap<String, String>>, _>(16)?.0,
        created_at: stamp(row.try_get(17)?)?,
        updated_at: stamp(row.try_get(18)?)?,
        version: row.try_get(19)?,
    })
}

fn moment(at: Timestamp) -> Result<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at.unix_micros()) * 1_000).map_err(other)
}

fn stamp(at: OffsetDateTime) -> Result<Timestamp> {
    let micros = i64::try_from(at.unix_timestamp_nanos() / 1_000).map_err(other)?;
    Timestamp::from_unix_micros(micros).map_err(other)
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::Decode(Box::new(error))
}
