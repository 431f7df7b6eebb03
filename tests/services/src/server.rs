//! A running server, as a test sees it.

use std::fmt;
use std::process::Child;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustix::process::Signal;

use crate::engine::{Engine, Installation, Settings};
use crate::error::{Error, Result};
use crate::place::{Place, write_private};
use crate::process::{descendants, signal, wait};
use crate::run::Run;
use crate::start::{self, Started};

/// A database server that runs. A private one ends with this value.
///
/// Databases are made by SQL, with the driver that the test has anyway: the packages of servers don't all bring a
/// client program. [`Server::url_of`] then leads to them.
pub struct Server {
    engine: Engine,
    url: String,
    private: Option<Mutex<Private>>,
}

/// What a server of one's own is steered by.
struct Private {
    place: Place,
    run: Run,
    installation: Installation,
    settings: Settings,
    child: Option<Child>,
    paused: Vec<u32>,
}

impl Server {
    /// One that others use too, or that isn't this crate's.
    pub(crate) fn shared(engine: Engine, url: String) -> Server {
        Server { engine, url, private: None }
    }

    pub(crate) fn private(engine: Engine, place: Place, run: Run) -> Result<Server> {
        let Started { installation, settings, child } = start::start(engine, &run, &place, true)?;
        let url = engine.url(&settings);
        let private = Private { place, run, installation, settings, child: Some(child), paused: Vec::new() };
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
        let (address, parameters) =
            self.url.split_once('?').map_or((&*self.url, None), |(a, p)| (a, Some(p)));
        let authority = address.find("://").map_or(0, |scheme| scheme + 3);
        let end = address[authority..].find('/').map_or(address.len(), |slash| authority + slash);
        let parameters = parameters.map(|parameters| format!("?{parameters}")).unwrap_or_default();
        format!("{}/{database}{parameters}", &address[..end])
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
        let mut private = self.steered()?;
        private.resume();
        private.end(self.engine.polite())
    }

    /// Stops it if it runs, and starts it on the same port with the same data: after a [`Server::kill`] too.
    ///
    /// # Errors
    ///
    /// If the server isn't private, or doesn't start again.
    pub fn restart(&self) -> Result<()> {
        let mut private = self.steered()?;
        private.resume();
        private.end(self.engine.polite())?;
        let child = start::launch(&private.installation, &private.settings, &private.run, &private.place)?;
        private.child = Some(child);
        Ok(())
    }

    /// Ends all of its processes at once (SIGKILL), as a crash does.
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn kill(&self) -> Result<()> {
        let mut private = self.steered()?;
        // The parent first, so that it starts no more of them.
        let all = private.processes();
        all.iter().for_each(|process| signal(*process, Signal::KILL));
        private.paused.clear();
        private.end(Signal::KILL)
    }

    /// Stops all of its processes in their tracks (SIGSTOP): connections stay open, nothing answers.
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn pause(&self) -> Result<()> {
        let mut private = self.steered()?;
        let Some(child) = &private.child else { return Ok(()) };
        signal(child.id(), Signal::STOP);
        private.paused = private.processes();
        // The watcher, should this process not live to wake them.
        let list: Vec<String> = private.paused.iter().map(u32::to_string).collect();
        write_private(&private.run.path.join("paused"), &list.join(" "))?;
        private.paused.iter().for_each(|process| signal(*process, Signal::STOP));
        Ok(())
    }

    /// Lets it go on (SIGCONT).
    ///
    /// # Errors
    ///
    /// If the server isn't private.
    pub fn resume(&self) -> Result<()> {
        self.steered()?.resume();
        Ok(())
    }

    fn steered(&self) -> Result<MutexGuard<'_, Private>> {
        let Some(private) = &self.private else {
            return Err(Error::new(format!(
                "only a private server can be stopped: take `{}_private`, with {} not set",
                self.engine.name(),
                self.engine.variable()
            )));
        };
        Ok(private.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Private {
    /// The server's process and all that it started.
    fn processes(&self) -> Vec<u32> {
        let Some(child) = &self.child else { return Vec::new() };
        let mut all = vec![child.id()];
        all.extend(descendants(child.id()));
        all
    }

    fn resume(&mut self) {
        for process in self.paused.drain(..).rev() {
            signal(process, Signal::CONT);
        }
    }

    /// Sends a signal and waits until every process has gone: none may still hold the data directory.
    fn end(&mut self, by: Signal) -> Result<()> {
        let all = self.processes();
        let Some(child) = &mut self.child else { return Ok(()) };
        signal(child.id(), by);
        if wait(child, Duration::from_secs(60)).is_none() {
            return Err(Error::new(format!("{} doesn't end", self.installation.server.display())));
        }
        self.child = None;
        for _ in 0..500 {
            if !all.iter().any(|process| crate::process::runs(*process)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        self.resume();
        let _ = self.end(self.installation.engine.abrupt());
        self.run.end();
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the URL: it has the password.
        let mut shown = formatter.debug_struct("Server");
        shown.field("engine", &self.engine).field("private", &self.is_private()).finish_non_exhaustive()
    }
}
