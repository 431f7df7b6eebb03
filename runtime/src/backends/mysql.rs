//! A MySQL or MariaDB server.
//!
//! ```text
//! mysql://USER:PASSWORD@HOST:PORT/DATABASE   mariadb://localhost/app?socket=%2Frun%2Fmysqld%2Fmysqld.sock&ssl-mode=disabled
//! ```
//!
//! Letters of a user or a password that mean something in URLs are percent-encoded: `/` is `%2F`, `?` is `%3F`, `#` is `%23`.
//!
//! | parameter | default | |
//! |---|---|---|
//! | `max_connections` | four a core, at least 8 | how many connections there are at most |
//! | `acquire_timeout` | `10000` | milliseconds a call waits for a connection, then it is [`Busy`](crate::ErrorKind::Busy) |
//! | `connect_timeout` | `10000` | milliseconds a new connection may take |
//! | `idle_timeout` | `300000` | milliseconds after which a connection that nobody used is not used again |
//! | `read_timeout` | `60000` | milliseconds to wait for the answer to a statement, `0` without end; then the call is [`Unavailable`](crate::ErrorKind::Unavailable), and a write may still happen; 60 times as long for what changes tables |
//! | `lock_timeout` | `5` | seconds, 1 at least, that a call waits for rows that another transaction has, then it is `Busy` |
//! | `statement_timeout` | none | milliseconds a statement may take, then it is `Busy`; on MySQL reads only |
//! | `statement_cache` | `256` | prepared statements that each connection keeps |
//! | `application_name` | `storewright` | the session's variable `@application_name`, which `performance_schema.user_variables_by_thread` shows |
//! | `socket` | | the path of a Unix socket, percent-encoded |
//! | `ssl-mode` | `preferred` with the feature `tls` | `disabled`, `preferred`, `required`, `verify_ca`, `verify_identity`; the last three need the feature `tls` |
//! | `ssl-ca` | | a file with the roots that may vouch for the server, beside those that browsers trust; with it `required` is `verify_ca` |
//! | `ssl-cert`, `ssl-key` | | files with the client's certificate and key |
//!
//! It asks for MariaDB from 10.8 or MySQL from 8.0.16 on, with InnoDB pages of 16 KB or more, `innodb_rollback_on_timeout` off, and the
//! database made; what it can it sets for each session (strict mode, UTC, utf8mb4), whatever the server's defaults are. Calls need a
//! tokio runtime around them, with I/O and time enabled, the same one as long as the store is open. MySQL's
//! `caching_sha2_password` takes the password over TLS only, on a Unix socket too: build with the feature `tls`.
//!
//! - Texts have a binary collation without padding. Those that stand in the id, an index or a reference are `VARCHAR`s:
//!   an index holds 3,072 bytes, four for each character, so that one text alone may have 767 characters, each of two 383, each of three 255.
//!   Longer ones are [`InvalidValue`](crate::ErrorKind::InvalidValue) (R11), and so are infinite numbers. Texts anywhere else that are equal
//!   for 64 KB sort as equal ones.
//! - The servers give no rows back that they change. An `update` of an entity as it was read needs none and is one statement; where the
//!   moment of creation is not the stored one, the row is then read, and changed if it is still the same: three statements. An increment,
//!   an upsert that finds its row, and on MySQL a deletion that gives its rows back are four: the transaction's begin, the row
//!   read and locked, the change, the commit. Bulk creation is a transaction, so that the row that clashes can be found.
//! - A call that is one statement commits by itself; others are a transaction that is read committed and locks what it is
//!   about to change, several writes together are one that is serializable. One that the server undoes in favour of another is done again.
//! - [`begin`](crate::backend::Backend::begin) gives a serializable transaction: what it reads is locked until its end. Of two that clash one fails with a
//!   retryable error, maybe only after `lock_timeout`; nothing more can be done in it then.
//! - A unique index that holds only some rows has a generated column beside it, named after it, that is null for the others.
//! - Foreign keys remove what a deletion reaches where that is all they need to do. Where rows may reference each
//!   other in a ring that goes in no order, the deletion finds them all and removes them without the server's check.
//! - `ensure` adds a column to a table that is there when rows can do without it. Columns are made longer when an index allows it.
//!   It needs a user with the rights CREATE, ALTER, INDEX and REFERENCES; where nothing is missing, and for all other calls, SELECT,
//!   INSERT, UPDATE and DELETE are enough.

mod changes;
mod delete;
mod dialect;
mod ensure;
mod errors;
mod indexes;
mod insert;
mod inspect;
mod lengths;
mod names;
mod open;
mod options;
mod outsiders;
mod prepared;
mod references;
mod server;
mod session;
mod transaction;
mod upsert;
mod values;
mod work;
mod write;

use std::sync::Arc;

pub use options::MySqlOptions;

use self::errors::{Attempt, Failure};
use self::open::Opener;
use self::session::Session;
use self::work::Work;
use super::done::{Done, writes_by_perform};
use super::pooled::{Detached, Lease, Pool};
use crate::backend::{Backend, Capabilities, CountBy, Executor, Group, Select, Selection, Transaction};
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// A database on a MySQL or MariaDB server.
#[derive(Debug)]
pub struct MySql {
    capabilities: Capabilities,
    pool: Arc<Pool<Opener>>,
    detached: Detached,
}

/// What is read.
enum Question {
    Select(Select),
    CountBy(CountBy),
    Ping,
}

impl Question {
    async fn ask(&self, session: &mut Session) -> Attempt<Done> {
        Ok(match self {
            Self::Select(select) => Done::Selected(session.select(select).await?),
            Self::CountBy(count) => Done::Counted(session.count_by(count).await?),
            Self::Ping => {
                session.control("DO 0").await?;
                Done::Nothing
            }
        })
    }
}

impl MySql {
    /// Connects to the server that a URL names.
    ///
    /// # Errors
    ///
    /// As [`MySqlOptions::parse`] and [`MySqlOptions::open`].
    pub async fn open(url: &str) -> Result<Self> {
        MySqlOptions::parse(url)?.open().await
    }

    pub(super) async fn from_url(rest: &str) -> Result<Self> {
        MySqlOptions::from_url(rest)?.open().await
    }

    async fn start(options: MySqlOptions) -> Result<Self> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(Error::unsupported("this backend needs a tokio runtime around its calls"));
        }
        let server = Arc::new(open::inspect(&options).await?);
        let capabilities = Capabilities::new("mysql").transactional().with_limits(server.limits);
        let pool = options.pool;
        let pool = Arc::new(Pool::new(Opener::new(options, server), &pool)?);
        Ok(Self { capabilities, pool, detached: Detached::default() })
    }

    /// Asks, and once more on a new connection when the first one turns out to be broken.
    async fn ask(&self, question: Question) -> Result<Done> {
        self.detached.settled().await;
        let mut lease = self.pool.lease().await?;
        let mut answer = question.ask(&mut lease).await;
        let silent = answer.as_ref().is_err_and(Failure::is_unanswered);
        if lease.is_broken() && !silent {
            lease.broken();
            lease = self.pool.lease().await?;
            answer = question.ask(&mut lease).await;
        }
        parted(lease, answer)
    }

    async fn perform(&self, work: Work) -> Result<Done> {
        self.detached.settled().await;
        let pool = Arc::clone(&self.pool);
        self.detached.run(async move { write(&pool, &work).await }).await?
    }
}

/// Does one work, and once more on a new connection when the first one broke before anything was sent.
async fn write(pool: &Pool<Opener>, work: &Work) -> Result<Done> {
    let mut lease = pool.lease().await?;
    lease.begin_call();
    let mut done = work::alone(&mut lease, work).await;
    let silent = done.as_ref().is_err_and(Failure::is_unanswered);
    if lease.broke_unwritten() && !silent {
        lease.broken();
        lease = pool.lease().await?;
        done = work::alone(&mut lease, work).await;
    }
    parted(lease, done)
}

/// Lets go of the connection and passes the answer on.
fn parted<T>(lease: Lease<Opener>, answer: Attempt<T>) -> Result<T> {
    if lease.is_broken() {
        lease.broken();
    } else {
        lease.give_back();
    }
    answer.map_err(Error::from)
}

impl Executor for MySql {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { self.ask(Question::Select(select)).await?.selected() })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { self.ask(Question::CountBy(count)).await?.counted() })
    }

    writes_by_perform!();
}

impl Backend for MySql {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut lease = self.pool.lease().await?;
            let limit = lease.limit;
            lease.limit = limit.for_tables();
            let done = ensure::ensure(&mut lease, schemas).await;
            lease.limit = limit;
            parted(lease, done)
        })
    }

    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        Box::pin(async move {
            self.detached.settled().await;
            let mut begun = transaction::begin(self.pool.lease().await?, Arc::clone(&self.pool)).await;
            if let Err(error) = &begun
                && error.is_retryable()
            {
                // It waited in the pool and was dead, most likely; nothing was done on it.
                begun = transaction::begin(self.pool.lease().await?, Arc::clone(&self.pool)).await;
            }
            Ok(Box::new(begun?) as Box<dyn Transaction>)
        })
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.ask(Question::Ping).await.map(drop) })
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.pool.close().await;
            Ok(())
        })
    }
}
