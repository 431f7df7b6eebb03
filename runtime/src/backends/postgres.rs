//! A PostgreSQL server, 13 or later.
//!
//! In the making: to be tried, not to be relied on yet. The README says what holds and what is left.
//!
//! ```text
//! postgres://user:password@host:5432/database   postgres:///database?host=/run/postgresql   …?max_connections=20&sslmode=verify-full
//! ```
//!
//! | parameter | default | |
//! |---|---|---|
//! | `max_connections` | four a core, at least 8 | how many connections are open at most |
//! | `acquire_timeout` | `10000` | milliseconds to wait for a connection that others have, and for transactions that are in the way |
//! | `connect_timeout` | `10000` | milliseconds that a new connection may take |
//! | `statement_timeout` | none | milliseconds that a statement may take |
//! | `schema` | the user's search path | where the tables are |
//! | `application_name` | `storewright` | how the server lists the connections |
//! | `statement_cache` | `256` | how many statements each connection keeps prepared |
//! | `sslmode` | `prefer` with the feature `tls` | `disable`, `prefer`, `require`, `verify-ca`, `verify-full` |
//! | `sslrootcert` | | a file with the roots that may vouch for the server, beside those that browsers trust; with it `require` is `verify-ca` |
//! | `sslcert`, `sslkey` | | files with the client's certificate and key |
//! | `host` | of the URL | another host, or the directory of a Unix socket |
//! | `max_value_bytes`, `max_row_bytes` | 256 MiB | refuses larger values |
//!
//! - Calls need a tokio runtime around them, the same one as long as the store is open.
//! - A call of one row, a list with its total, a declared method: each is one statement and one round trip. What needs several
//!   (a deletion that marks or nulls others, several writes together, a row that references one that can be soft-deleted) is
//!   one transaction.
//! - Everything runs serializable, so that calls and transactions are as if one came after another. A call that others are in
//!   the way of is done again by itself for up to `acquire_timeout`; a transaction fails as [`Busy`](crate::ErrorKind::Busy) and its caller runs it
//!   again, as [`retrying_transaction`](crate::StoreExt::retrying_transaction) does.
//! - A broken connection is found when it is used. A read is then done again on a fresh one; a write is
//!   [`Unavailable`](crate::ErrorKind::Unavailable), and may have happened. A call whose future is dropped closes its connection.
//! - Bulk creation sends an array for each column.
//! - `ensure` adds tables, indexes, foreign keys, and columns that may be null or have a default; it never drops any. Text is
//!   in the collation `"C"`, JSON in `json`.
//! - The columns of one index hold up to 1,300 bytes together, and so do the id's; else the call is [`InvalidValue`](crate::ErrorKind::InvalidValue). Names of tables and
//!   columns have up to 63 bytes.
//! - The database's encoding is UTF8. A proxy between must keep sessions: prepared statements belong to one.

mod calls;
mod constraints;
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
use self::work::{Done, Work};
use super::pooled::{Detached, Pool};
use crate::backend::{
    Backend, Capabilities, CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection,
    Step, Transaction, Update, Updated, Upsert, Write, Written,
};
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
        let driver = PostgresDriver::new(options.connection, options.statement_timeout);
        let pool = Pool::new(driver, &options.pool)?;
        let patience = options.pool.acquire_timeout;
        let mut first = pool.lease().await?;
        PostgresDriver::check(&mut first).await?;
        first.give_back();
        let calls =
            Arc::new(Calls { pool, known: Known::default(), patience, detached: Detached::default() });
        Ok(Self { capabilities, calls, open: Mutex::default() })
    }

    async fn write(&self, write: Write) -> Result<Done> {
        self.calls.perform(Work::Write(write)).await
    }

    /// The transactions that may be open.
    fn transactions(&self) -> std::sync::MutexGuard<'_, Vec<Weak<Shared>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Executor for Postgres {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { self.calls.perform(Work::Select(select)).await?.selected() })
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.write(Write::Insert(insert)).await.map(drop) })
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(async move { self.write(Write::Update(update)).await?.updated() })
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(async move { self.write(Write::Upsert(upsert)).await?.upserted() })
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(async move { self.write(Write::Delete(delete)).await?.deleted() })
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(async move { self.calls.perform(Work::Batch(steps)).await?.batch() })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { self.calls.perform(Work::CountBy(count)).await?.counted() })
    }
}

impl Backend for Postgres {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { self.calls.perform(Work::Ensure(schemas.to_vec())).await.map(drop) })
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
        Box::pin(async move { self.calls.perform(Work::Ping).await.map(drop) })
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
