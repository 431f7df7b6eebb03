//! A running server, as a test sees it.

mod private;

use std::fmt;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::process::Signal;

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::place::Place;
use crate::run::Run;
use crate::server::private::Private;
use crate::tls::Tls;

/// A database server that runs. A private one ends with this value.
///
/// Databases are made by SQL, with the driver that the test has anyway: the packages of servers don't all bring a
/// client program. [`Server::url_of`] then leads to them.
pub struct Server {
    engine: Engine,
    url: String,
    private: Option<Mutex<Private>>,
}

impl Server {
    /// One that others use too, or that isn't this crate's.
    pub(crate) fn shared(engine: Engine, url: String) -> Server {
        Server { engine, url, private: None }
    }

    pub(crate) fn private(engine: Engine, place: Place, run: Run, tls: Option<&Tls>) -> Result<Server> {
        let (private, url) = Private::start(engine, place, run, tls)?;
        Ok(Server { engine, url, private: Some(Mutex::new(private)) })
    }

    /// The URL of its first database, as a superuser: `postgres://user:password@127.0.0.1:port/postgres`.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The URL of another database of this server, which `CREATE DATABASE` makes.
    #[must_use]
    pub fn url_of(&self, database: &str) -> String {
        let query = self.url.find('?').unwrap_or(self.url.len());
        let (address, query) = self.url.split_at(query);
        let authority = address.find("://").map_or(0, |scheme| scheme + 3);
        let end = address[authority..].find('/').map_or(address.len(), |slash| authority + slash);
        format!("{}/{database}{query}", &address[..end])
    }

    /// The Unix socket of a private one: MySQL's file, or the directory of PostgreSQL's.
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn socket(&self) -> Result<PathBuf> {
        Ok(self.steered()?.socket())
    }

    /// Whether it is this value's alone, so that it can be stopped.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Ends it in order: what was committed is on disk, clients are cut off. Nothing happens if it doesn't run.
    ///
    /// # Errors
    ///
    /// If the server isn't private, or doesn't end within a minute.
    pub fn stop(&self) -> Result<()> {
        self.steered()?.end(self.engine.polite())
    }

    /// Stops it if it runs, and starts it on the same port with the same data: after a [`Server::kill`] too.
    ///
    /// # Errors
    ///
    /// If the server isn't private, or doesn't start again.
    pub fn restart(&self) -> Result<()> {
        let mut private = self.steered()?;
        private.end(self.engine.polite())?;
        private.start_again()
    }

    /// Ends all of its processes at once (SIGKILL), as a crash does.
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn kill(&self) -> Result<()> {
        self.steered()?.end(Signal::KILL)
    }

    /// Halts all of its processes (SIGSTOP): connections stay open, nothing answers.
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn pause(&self) -> Result<()> {
        self.steered()?.halt()
    }

    /// Lets it go on (SIGCONT).
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn resume(&self) -> Result<()> {
        self.steered()?.go_on();
        Ok(())
    }

    /// What the server has printed since it was started: its log, if it isn't told to write one elsewhere.
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn log(&self) -> Result<PathBuf> {
        Ok(self.steered()?.log())
    }

    fn steered(&self) -> Result<MutexGuard<'_, Private>> {
        let Some(private) = &self.private else {
            return Err(Error::new(format!(
                "this server can't be stopped, others use it: take `{}_private` and leave {} unset",
                self.engine.name(),
                self.engine.variable()
            )));
        };
        Ok(private.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the URL: it has the password.
        let mut shown = formatter.debug_struct("Server");
        shown.field("engine", &self.engine).field("private", &self.is_private()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_keeps_all_else_of_the_url() {
        let of = |url: &str| Server::shared(Engine::Postgres, url.to_owned()).url_of("x");
        assert_eq!(of("postgres://a:b@h:1/postgres"), "postgres://a:b@h:1/x");
        assert_eq!(of("mysql://h"), "mysql://h/x");
        assert_eq!(of("mysql://h?ssl-mode=disabled"), "mysql://h/x?ssl-mode=disabled");
        assert_eq!(of("postgres:///a?host=/tmp"), "postgres:///x?host=/tmp");
    }
}
