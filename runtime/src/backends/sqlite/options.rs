use std::path::PathBuf;
use std::time::Duration;

use super::Sqlite;
use crate::backend::Limits;
use crate::backends::url::Url;
use crate::error::{Error, Result};

/// How a SQLite database is opened.
#[derive(Debug, Clone)]
pub struct SqliteOptions {
    /// `None` for a database in memory.
    pub(super) path: Option<PathBuf>,
    pub(super) busy_timeout: Duration,
    pub(super) synchronous: Synchronous,
    pub(super) mode: Mode,
    pub(super) readers: usize,
    pub(super) limits: Limits,
}

/// When a commit counts as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// When it is on the disk: it survives a loss of power.
    #[default]
    Full,
    /// When the operating system has it: the last commits may be lost with the power, the file stays whole.
    Normal,
    /// As `Normal`, and a loss of power may damage the file.
    Off,
}

/// What may be done with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Read and written, and made if it is not there.
    #[default]
    Create,
    /// Read and written. It must be there.
    ReadWrite,
    /// Read. It must be there.
    ReadOnly,
}

/// SQLite's own limit on a row, less what it needs beside the values: a type and length of up to nine bytes for each of up
/// to 2,000 columns, and the decimals' longer text.
const MOST_BYTES: usize = 999_000_000;

impl SqliteOptions {
    /// A database in the file at `path`.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        // SQLite's own name for one in memory.
        Self::at(Some(path.into()).filter(|path| path.as_os_str() != ":memory:"))
    }

    /// A new, empty database in memory, gone when it is closed.
    #[must_use]
    pub fn memory() -> Self {
        Self::at(None)
    }

    fn at(path: Option<PathBuf>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            path,
            busy_timeout: Duration::from_secs(5),
            synchronous: Synchronous::default(),
            mode: Mode::default(),
            readers: (cores * 2).min(8),
            limits: Limits { value_bytes: MOST_BYTES, row_bytes: MOST_BYTES, ..Limits::NONE },
        }
    }

    /// How long a call waits for another process that holds the database's lock, and for a transaction: 5 seconds each unless
    /// given.
    #[must_use]
    pub fn busy_timeout(mut self, timeout: Duration) -> Self {
        self.busy_timeout = timeout;
        self
    }

    /// When a commit counts as done.
    #[must_use]
    pub fn synchronous(mut self, synchronous: Synchronous) -> Self {
        self.synchronous = synchronous;
        self
    }

    /// What may be done with the file.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// How many reads run at once on their callers' threads: two for each core, up to eight, unless given.
    #[must_use]
    pub fn readers(mut self, readers: usize) -> Self {
        self.readers = readers;
        self
    }

    /// Refuses larger values than SQLite would.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits.value_bytes = limits.value_bytes.min(MOST_BYTES);
        self.limits.row_bytes = limits.row_bytes.min(MOST_BYTES);
        self
    }

    /// Opens the database.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when there can't be such a file,
    /// [`Unavailable`](crate::ErrorKind::Unavailable) when it can't be opened,
    /// [`Backend`](crate::ErrorKind::Backend) when it is something else than a SQLite database.
    pub async fn open(self) -> Result<Sqlite> {
        Sqlite::start(self).await
    }

    /// The options in a URL, after its scheme.
    pub(super) fn from_url(rest: &str) -> Result<Self> {
        let mut url = Url::parse(rest)?;
        let mut options = match url.place.strip_prefix("//").unwrap_or(url.place) {
            "" => {
                return Err(Error::config("the URL names no file; write `sqlite:FILE` or `sqlite::memory:`"));
            }
            path => Self::file(path),
        };
        if let Some(millis) = url.take("busy_timeout")? {
            options.busy_timeout = Duration::from_millis(millis);
        }
        options.synchronous = match url.take::<String>("synchronous")?.as_deref() {
            None | Some("full") => Synchronous::Full,
            Some("normal") => Synchronous::Normal,
            Some("off") => Synchronous::Off,
            Some(_) => {
                return Err(Error::config("the URL's parameter `synchronous` is `full`, `normal` or `off`"));
            }
        };
        options.mode = match url.take::<String>("mode")?.as_deref() {
            None | Some("rwc") => Mode::Create,
            Some("rw") => Mode::ReadWrite,
            Some("ro") => Mode::ReadOnly,
            Some(_) => return Err(Error::config("the URL's parameter `mode` is `rwc`, `rw` or `ro`")),
        };
        if let Some(readers) = url.take("readers")? {
            options.readers = readers;
        }
        let limits = Limits {
            value_bytes: url.take("max_value_bytes")?.unwrap_or(MOST_BYTES),
            row_bytes: url.take("max_row_bytes")?.unwrap_or(MOST_BYTES),
            ..Limits::NONE
        };
        url.finish()?;
        Ok(options.limits(limits))
    }
}
