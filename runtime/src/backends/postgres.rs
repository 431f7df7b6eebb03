//! A PostgreSQL server, 13 or later.
//!
//! ```text
//! postgres://user:password@host:5432/database   postgres:///database?host=/run/postgresql   …?max_connections=20&sslmode=verify-full
//! ```
//!
//! Letters of a user or a password that mean something in URLs are percent-encoded: `/` is `%2F`, `?` is `%3F`, `#` is `%23`. What the
//! place doesn't name is taken from `PGHOST`, `PGPORT`, `PGUSER`, `PGPASSWORD`, `PGDATABASE` and the file `.pgpass`, as by the server's own clients.
//!
//! | parameter | default | |
//! |---|---|---|
//! | `max_connections` | four a core, at least 8 | how many connections are open at most |
//! | `acquire_timeout` | `10000` | milliseconds to wait for a connection that others have, and for transactions that are in the way; then the call is [`Busy`](crate::ErrorKind::Busy) |
//! | `connect_timeout` | `10000` | milliseconds that a new connection may take |
//! | `idle_timeout` | `300000` | milliseconds after which a connection that nobody used is not used again |
//! | `read_timeout` | `60000` | milliseconds to wait for the answer to a statement, `0` without end; then the call is [`Unavailable`](crate::ErrorKind::Unavailable), and a write may still happen; 60 times as long for what changes tables |
//! | `statement_timeout` | none | milliseconds after which the server gives up a statement; then the call is `Busy`, and nothing of it has happened |
//! | `schema` | the user's search path | where the tables are: one schema, which is there, by its exact name |
//! | `application_name` | `storewright` | how the server lists the connections |
//! | `statement_cache` | `256` | how many statements each connection keeps prepared |
//! | `sslmode` | `prefer` with the feature `tls` | `disable`, `prefer`, `require`, `verify-ca`, `verify-full`; the last three need the feature `tls` |
//! | `sslrootcert` | | a file with the roots that may vouch for the server, beside those that browsers trust; with it `require` is `verify-ca` |
//! | `sslcert`, `sslkey` | | files with the client's certificate and key |
//! | `host` | of the URL | another host, or the directory of a Unix socket |
//! | `max_value_bytes`, `max_row_bytes` | 256 MiB, which is the most | refuses larger values |
//!
//! - Calls need a tokio runtime around them, with I/O and time enabled, the same one as long as the store is open.
//! - A call of one row, a list with its total, a declared method: each is one statement and one round trip. What needs several
//!   (a deletion that marks or nulls others, several writes together, many rows that reference ones that can be soft-deleted) is
//!   one transaction.
//! - Transactions, and several writes together, are serializable: they are as if one came after another, also beside single writes.
//!   Of two transactions that clash one fails as `Busy` and its caller runs it again, as
//!   [`retrying_transaction`](crate::StoreExt::retrying_transaction) does. A single call that others are in the way of is done again by itself, for up to
//!   `acquire_timeout`.
//! - Outside of transactions connections are read committed. A read sees what was committed before it began, all of it of one
//!   moment; a write that one row decides (named by its id or a unique index, or the one that is picked) does the same at any
//!   level. Other single writes (of all rows that match a filter, of rows that reference ones that can be soft-deleted) make their
//!   connection serializable first, which is one more round trip, once for each connection.
//! - Lists are prepared and planned once for all limits up to the same power of two.
//! - A broken connection is found when it is used. A read is then done again on a fresh one; a write is
//!   [`Unavailable`](crate::ErrorKind::Unavailable), and may have happened. A read whose future is dropped closes its connection; a write is done to its end all the same, and
//!   the calls after it wait for that.
//! - A server that is silent for longer than `read_timeout` is `Unavailable` too, for reads and writes, and its connection is closed. It may still do
//!   what it was sent, later even; where that matters, let the server itself give up before, by a shorter `statement_timeout`.
//! - Bulk creation copies 100 rows and more (`COPY`, in the binary format), and sends fewer as an array for each column.
//! - `ensure` adds tables, indexes, foreign keys, and columns that may be null or have a default; it never drops any. Text is
//!   in the collation `"C"`, JSON in `json`.
//!   It needs a user who may create tables in the schema, and who owns those that it changes. Where nothing is missing, and for all
//!   other calls, it is enough that the user may select, insert, update and delete.
//! - The columns of one index hold up to 1,300 bytes together, and so do the id's; else the call is [`InvalidValue`](crate::ErrorKind::InvalidValue). Names of tables and
//!   columns have up to 63 bytes.
//!
//! # What is assumed of the server
//!
//! Other engines speak PostgreSQL's protocol too. What they must have beside it:
//!
//! | assumed | what for | without it |
//! |---|---|---|
//! | version 13 or later, as the server tells it | all of the below | [`Config`](crate::ErrorKind::Config) at `connect` |
//! | encoding `UTF8` | text comes back as it was | `Config` at `connect` |
//! | the collation `"C"` | text compares by its bytes (R6) | `Config` at `connect` |
//! | the connection's `options` arrive, as with a proxy that passes them on | isolation, timeouts, `schema` | `Config` at `connect` |
//! | sessions that last, not a proxy that changes the server's connection between transactions | prepared statements, settings | [`Backend`](crate::ErrorKind::Backend) errors of calls |
//! | `SERIALIZABLE` that holds for all tables a transaction reads, and fails with SQLSTATE 40001 | no lost update, no write skew (R14, R15) | not noticed: on tables that are distributed over several servers without it (Citus), clashes may go unseen |
//! | `INSERT … ON CONFLICT … RETURNING`, and the column `xmax`, 0 in a row that was added | upserts in one statement | `Config` at `connect` if there is no `xmax` |
//! | `COPY … FROM STDIN (FORMAT binary)`, and parameters that are arrays, with `UNNEST` | bulk creation, lists of values | the server's refusal of such calls |
//! | partial indexes, and indexes with `NULLS FIRST` and `LAST` | `when(…)`, soft deletion, orders (R5, R7, R12) | the server's refusal at `migrate` |
//! | foreign keys with `ON DELETE`, `DEFERRABLE` too | references, rings of them (R13, R25) | `Config` at `migrate` where it can't make them deferrable, or across its shards |
//! | DDL in transactions, undone with them | `migrate` makes all or nothing | what was made before a crash is there, and the next `migrate` goes on from it |
//! | `pg_advisory_xact_lock` | of processes that start together one makes the tables | they meet, and those that fail by it begin anew until it is done |
//! | savepoints | a call that failed leaves its transaction usable | the server's refusal in transactions |
//! | `pg_class`, `pg_attribute`, `pg_index`, `pg_constraint`, `pg_collation`, `obj_description` | `migrate` compares what is there with the declarations | the server's refusal at `migrate` |
//! | SQLSTATEs, and names of constraints in errors | clashes are told apart (R1) | a `Backend` error in place of `Conflict` |
//! | names of 63 bytes, pages of 8 KB or more, so that index entries have 2,704 bytes | limits that are told before anything is sent (R11) | `Config` at `connect` if pages are smaller |
//! | `standard_conforming_strings` on | defaults and conditions of indexes | `Config` at `connect` |
//! | microseconds in `timestamptz`, `numeric` of any length, `json` as it was written | values come back equal (R10, R11) | not noticed |
//!
//! Tried are PostgreSQL's own servers only.

mod calls;
mod constraints;
mod copy;
mod delete;
mod dialect;
mod driver;
mod ensure;
mod errors;
mod insert;
mod inspect;
mod limits;
mod names;
mod numeric;
mod options;
mod references;
mod session;
mod transaction;
mod update;
mod upsert;
mod values;
mod work;

use std::sync::{Arc, Mutex, PoisonError, Weak};

use self::calls::Calls;
use self::driver::PostgresDriver;
use self::options::Options;
use self::session::Known;
use self::transaction::{Remote, Shared};
use self::work::Work;
use super::done::{Done, writes_by_perform};
use super::pooled::{Detached, Pool};
use crate::backend::{Backend, Capabilities, CountBy, Executor, Group, Select, Selection, Transaction};
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// A database on a PostgreSQL server.
#[derive(Debug)]
pub struct Postgres {
    capabilities: Capabilities,
    calls: Arc<Calls>,
    open: Mutex<Vec<Weak<Shared>>>,
}

impl Postgres {
    /// Connects to the database that a `postgres://` URL names. See [the module](self) for its parameters.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when the URL can't be used, or the server refuses the user or is not as it must be;
    /// [`Unavailable`](crate::ErrorKind::Unavailable) when it can't be reached.
    pub async fn connect(url: &str) -> Result<Self> {
        match url.split_once(':') {
            Some(("postgres" | "postgresql", rest)) => Self::from_url(rest).await,
            _ => Err(Error::config("the URL's scheme is not `postgres`")),
        }
    }

    pub(super) async fn from_url(rest: &str) -> Result<Self> {
        let options = Options::from_url(rest)?;
        let capabilities = Capabilities::new("postgres").transactional().with_limits(options.limits);
        let (patience, limit) = (options.pool.acquire_timeout, options.pool.read_timeout);
        let driver = PostgresDriver::new(options.connection, options.statement_timeout, patience);
        let pool = Pool::new(driver, &options.pool)?;
        let mut first = pool.lease().await?;
        PostgresDriver::check(&mut first.inner, limit, patience).await?;
        first.give_back();
        let known = Known::new(limit);
        let calls = Arc::new(Calls { pool, known, patience, detached: Detached::default() });
        Ok(Self { capabilities, calls, open: Mutex::default() })
    }

    fn perform(&self, work: Work) -> impl Future<Output = Result<Done>> {
        self.calls.perform(work)
    }

    /// The transactions that may be open.
    fn transactions(&self) -> std::sync::MutexGuard<'_, Vec<Weak<Shared>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Executor for Postgres {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { self.perform(Work::Select(select)).await?.selected() })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { self.perform(Work::CountBy(count)).await?.counted() })
    }

    writes_by_perform!();
}

impl Backend for Postgres {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { self.perform(Work::Ensure(schemas.to_vec())).await.map(drop) })
    }

    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        Box::pin(async move {
            let transaction = Remote::begin(&self.calls).await?;
            let mut open = self.transactions();
            open.retain(|shared| shared.strong_count() > 0);
            open.push(Arc::downgrade(transaction.shared()));
            Ok(Box::new(transaction) as Box<dyn Transaction>)
        })
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.perform(Work::Ping).await.map(drop) })
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.calls.pool.close().await;
            let open = std::mem::take(&mut *self.transactions());
            open.iter().filter_map(Weak::upgrade).for_each(Shared::roll_back);
            Ok(())
        })
    }
}
