//! From an installation to a running server.

use std::fs;
use std::net::TcpListener;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::engine::{Engine, Installation, Settings};
use crate::error::{Error, Result};
use crate::place::{Place, fingerprint};
use crate::process::{failed, output, spawn};
use crate::run::Run;
use crate::{fetch, find};

/// On a busy machine a start can take long; it is an error only if it seems to take for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that runs, and what starts it again.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) installation: Installation,
    pub(crate) settings: Settings,
    pub(crate) child: Child,
}

/// Starts a server in the run's directory, with the first programs that can do it.
pub(crate) fn start(engine: Engine, run: &Run, place: &Place, durable: bool) -> Result<Started> {
    let mut tried = Vec::new();
    for installation in find::installed(engine) {
        match start_one(installation, run, place, durable) {
            Ok(started) => return Ok(started),
            Err(error) => tried.push(error.to_string()),
        }
    }
    match fetch::fetched(engine, run, place).and_then(|found| start_one(found, run, place, durable)) {
        Ok(started) => Ok(started),
        Err(error) => {
            tried.push(error.to_string());
            Err(Error::new(format!(
                "no {} server could be started: install {} or set {} to the URL of one that runs ({})",
                engine.title(),
                engine.package(),
                engine.variable(),
                tried.join("; ")
            )))
        }
    }
}

fn start_one(installation: Installation, run: &Run, place: &Place, durable: bool) -> Result<Started> {
    let password = place.password()?;
    provide_data(&installation, run, place, &password)?;
    let mut tries = 3;
    loop {
        let (password, sockets) = (password.clone(), run.sockets()?);
        let settings = Settings { port: free_port()?, durable, sockets, password };
        match launch(&installation, &settings, run, place) {
            Ok(child) => return Ok(Started { installation, settings, child }),
            // Another process was quicker to take the port.
            Err(error) if tries > 1 && error.to_string().contains("in use") => tries -= 1,
            Err(error) => return Err(error),
        }
    }
}

/// Starts the server's program and waits until it takes connections.
pub(crate) fn launch(
    installation: &Installation,
    settings: &Settings,
    run: &Run,
    place: &Place,
) -> Result<Child> {
    let data = run.server().join("data");
    let command = installation.command(&data, settings, place)?;
    let mut child = spawn(&command, run, place.account)?;
    let until = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().map_err(Error::file(&installation.server))? {
            return Err(failed(&command, run, status));
        }
        if installation.engine.ready(&data, settings) {
            return Ok(child);
        }
        if Instant::now() > until {
            let _ = child.kill();
            let _ = child.wait();
            let name = installation.server.display();
            return Err(Error::new(format!("{name} took no connections within {} s", PATIENCE.as_secs())));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Copies a data directory that was made before with these programs; else makes it, and keeps a copy.
fn provide_data(installation: &Installation, run: &Run, place: &Place, password: &str) -> Result<()> {
    let data = run.server().join("data");
    let _ = fs::remove_dir_all(&data);
    let program = fs::metadata(&installation.server).map_err(Error::file(&installation.server))?;
    let modified = program.modified().ok();
    let identity =
        fingerprint((&installation.server, program.len(), modified, password, env!("CARGO_PKG_VERSION")));
    let template = place.base.join(format!("template-{}-{identity}", installation.engine.name()));
    if template.is_dir() {
        return copy(&template, &data);
    }
    installation.set_up(&data, run, place, password)?;
    // In the run's directory first, so that nothing stays of what was interrupted. Two may make it at once.
    let new = run.path.join("template");
    copy(&data, &new)?;
    let _ = fs::rename(&new, &template);
    Ok(())
}

/// With owners and modes: servers refuse a data directory of somebody else's.
fn copy(from: &std::path::Path, to: &std::path::Path) -> Result<()> {
    output(Command::new("cp").arg("-Rp").arg(from).arg(to)).map(drop)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address
        .map(|address| address.port())
        .map_err(|error| Error::new(format!("no free port of 127.0.0.1: {error}")))
}
