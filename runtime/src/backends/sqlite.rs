//! An embedded SQLite database, in a file or in memory.
//!
//! ```text
//! sqlite:app.db   sqlite:///var/lib/app.db   sqlite::memory:   sqlite:app.db?synchronous=normal&busy_timeout=1000
//! ```
//!
//! | parameter | default | |
//! |---|---|---|
//! | `synchronous` | `full` | `full`, `normal`, `off`: when a commit counts as done, see [`Synchronous`] |
//! | `busy_timeout` | `5000` | milliseconds to wait for another process that writes, and for a transaction |
//! | `mode` | `rwc` | `rwc`, `rw`, `ro`: whether the file is made and written, see [`Mode`] |
//! | `readers` | two a core, 8 at most | how many reads run at once on their callers' threads |
//! | `max_value_bytes`, `max_row_bytes` | 999 MB | refuses larger values |
//!
//! - Short reads run on the caller's thread, on a connection of a small pool; a read that turns out to be long is
//!   interrupted and run again on a thread of its own, so that no async worker is held up.
//! - One thread writes, or for a small write that need not wait for the disk the caller's. What waits for it at the same moment shares a commit, each call all or nothing by itself.
//! - A transaction has the writing thread to itself from `begin` to its end, one at a time: other writes, and transactions
//!   that want to begin, wait in their order, and are [`Busy`](crate::ErrorKind::Busy) after `busy_timeout`. So is a write of
//!   the store itself that is awaited inside a transaction of it. Reads go on beside it and see what was committed before;
//!   those of a database in memory wait as well. Keep it short: each of its operations goes to the thread and back (some
//!   10 µs), and what it waits for meanwhile, all others wait for.
//! - `ensure` adds a column to a table that is there when rows can do without it: it may be null, or has a default.
//! - Several processes may use the same file on a local disk. It is kept in write-ahead mode: beside it stand a `-wal` and a `-shm` file.

mod backlog;
mod batch;
mod connection;
mod constraints;
mod delete;
mod dialect;
mod ensure;
mod errors;
mod inbox;
mod indexes;
mod inspect;
mod open;
mod options;
mod outsiders;
mod readers;
mod references;
mod session;
mod slow;
#[cfg(test)]
mod tests;
mod transaction;
mod upsert;
mod values;
mod work;
mod write;
mod writer;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_channel::oneshot;
pub use options::{Mode, SqliteOptions, Synchronous};

use self::readers::Readers;
use self::work::Work;
use self::writer::{Writer, closed};
use super::done::{Done, writes_by_perform};
use crate::backend::{Backend, Capabilities, CountBy, Executor, Group, Select, Selection, Transaction};
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::schema::EntitySchema;

/// A SQLite database that is open.
#[derive(Debug)]
pub struct Sqlite {
    capabilities: Capabilities,
    readers: Arc<Readers>,
    writer: Writer,
    closed: AtomicBool,
}

impl Sqlite {
    /// Opens the database in the file at `path`, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// As [`SqliteOptions::open`].
    pub async fn open(path: impl Into<PathBuf>) -> Result<Self> {
        SqliteOptions::file(path).open().await
    }

    /// Opens a new, empty database in memory.
    ///
    /// # Errors
    ///
    /// As [`SqliteOptions::open`].
    pub async fn memory() -> Result<Self> {
        SqliteOptions::memory().open().await
    }

    pub(super) async fn from_url(rest: &str) -> Result<Self> {
        SqliteOptions::from_url(rest)?.open().await
    }

    /// Opens the connections on the thread that will write: it takes file operations, and may wait for a lock.
    async fn start(options: SqliteOptions) -> Result<Self> {
        let capabilities = Capabilities::new("sqlite").transactional().with_limits(options.limits);
        let capabilities = if options.path.is_none() { capabilities.volatile() } else { capabilities };
        let (opened, answer) = oneshot::channel();
        let work = move || {
            let opening = open::writer(&options).and_then(|session| {
                let waits_for_disk = options.path.is_some() && options.synchronous == Synchronous::Full;
                let (writer, inbox) = Writer::new(session, waits_for_disk, options.busy_timeout);
                let readers = Arc::new(Readers::open(&options, writer.connection())?);
                Ok((writer, readers, inbox))
            });
            match opening {
                Ok((writer, readers, inbox)) => {
                    // If nobody waits any more, the writer is dropped here and the inbox is at its end.
                    let _ = opened.send(Ok((writer, Arc::clone(&readers))));
                    inbox.serve(&readers);
                }
                Err(error) => {
                    let _ = opened.send(Err(error));
                }
            }
        };
        readers::spawn("storewright-sqlite-write", work)?;
        let opened = answer.await.unwrap_or_else(|_| Err(Error::backend("opening the database panicked")));
        let (writer, readers) = opened?;
        Ok(Self { capabilities, readers, writer, closed: AtomicBool::new(false) })
    }

    async fn perform(&self, work: Work) -> Result<Done> {
        self.check_open()?;
        self.writer.write(work).await
    }

    fn check_open(&self) -> Result<()> {
        if self.closed.load(Ordering::Acquire) { Err(closed()) } else { Ok(()) }
    }
}

impl Executor for Sqlite {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move {
            self.check_open()?;
            self.readers.select(select).await
        })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move {
            self.check_open()?;
            self.readers.count_by(count).await
        })
    }

    writes_by_perform!();
}

impl Backend for Sqlite {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn ensure<'a>(&'a self, schemas: &'a [&'static EntitySchema]) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { self.perform(Work::Ensure(schemas.to_vec())).await.map(drop) })
    }

    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Transaction>>> {
        Box::pin(async move {
            self.check_open()?;
            Ok(Box::new(self.writer.begin().await?) as Box<dyn Transaction>)
        })
    }

    fn ping(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.check_open()?;
            self.readers.ping().await
        })
    }

    fn close(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move {
            self.closed.store(true, Ordering::Release);
            self.writer.close().await
        })
    }
}
