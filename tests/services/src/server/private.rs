//! A server that one process has for itself and steers by signals.

use std::path::PathBuf;
use std::process::Child;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::engine::{Engine, Installation, Settings};
use crate::error::{Error, Result};
use crate::place::Place;
use crate::process::{any_runs, descendants, signal, wait};
use crate::run::Run;
use crate::start::{self, Started};
use crate::tls::Tls;

pub(crate) struct Private {
    place: Place,
    run: Run,
    installation: Installation,
    settings: Settings,
    child: Option<Child>,
    halted: Vec<u32>,
}

impl Private {
    /// A server that keeps what was committed, and its URL.
    pub(crate) fn start(
        engine: Engine,
        place: Place,
        run: Run,
        tls: Option<&Tls>,
    ) -> Result<(Private, String)> {
        let Started { installation, settings, child } = start::start(engine, &run, &place, true, tls)?;
        let url = engine.url(&settings);
        Ok((Private { place, run, installation, settings, child: Some(child), halted: Vec::new() }, url))
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.run.log()
    }

    pub(crate) fn start_again(&mut self) -> Result<()> {
        self.child = Some(start::launch(&self.installation, &self.settings, &self.run, &self.place)?);
        Ok(())
    }

    pub(crate) fn halt(&mut self) -> Result<()> {
        let Some(child) = &self.child else { return Ok(()) };
        // It first, so that it starts no more of them.
        signal(child.id(), Signal::STOP);
        self.halted = descendants(child.id());
        self.halted.insert(0, child.id());
        self.halted.iter().for_each(|process| signal(*process, Signal::STOP));
        Ok(())
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.installation.engine.socket(&self.settings)
    }

    pub(crate) fn go_on(&mut self) {
        for process in self.halted.drain(..).rev() {
            signal(process, Signal::CONT);
        }
    }

    /// Sends a signal and waits until every process has gone: none may still hold the data directory.
    pub(crate) fn end(&mut self, by: Signal) -> Result<()> {
        self.halt()?;
        let all = std::mem::take(&mut self.halted);
        let Some(child) = &mut self.child else { return Ok(()) };
        signal(child.id(), by);
        // A crash takes all of them. Else the first one tells the others what to do.
        let rest = if by == Signal::KILL { Signal::KILL } else { Signal::CONT };
        all.iter().rev().for_each(|process| signal(*process, rest));
        if wait(child, Duration::from_secs(60)).is_none() {
            return Err(Error::new(format!("{} doesn't end", self.installation.server.display())));
        }
        self.child = None;
        let until = Instant::now() + Duration::from_secs(10);
        while any_runs(&all) && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        let _ = self.end(self.installation.engine.abrupt());
        self.run.end();
    }
}
