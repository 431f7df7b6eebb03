//! From an installation to a running server.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

use crate::engine::{Engine, Installation, Settings};
use crate::error::{Error, Result};
use crate::find::Source;
use crate::place::{Place, fingerprint};
use crate::process::{failed, output, spawn, tool};
use crate::run::Run;
use crate::tls::Tls;
use crate::{fetch, find};

/// On a busy machine a start can take long; it is an error only if it seems to take for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// To be raised when data directories are made in another way, so that no copy of an old one is used.
const TEMPLATE: u32 = 1;

/// A server that runs, and what starts it again.
#[derive(Debug)]
pub(crate) struct Started {
    pub(crate) installation: Installation,
    pub(crate) settings: Settings,
    pub(crate) child: Child,
}

/// Starts a server in the run's directory, with the first programs that can do it.
pub(crate) fn start(
    engine: Engine,
    run: &Run,
    place: &Place,
    durable: bool,
    tls: Option<&Tls>,
) -> Result<Started> {
    let one = |installation| start_one(installation, run, place, durable, tls);
    let sources = find::sources()?;
    let mut reasons = Vec::new();
    for installation in find::installed(engine, &sources) {
        match one(installation) {
            Ok(started) => return Ok(started),
            Err(error) => reasons.push(error),
        }
    }
    if sources.contains(&Source::Registry) {
        match fetch::fetched(engine, run, place).and_then(one) {
            Ok(started) => return Ok(started),
            Err(error) => reasons.push(error),
        }
    }
    let (title, package, variable) = (engine.title(), engine.package(), engine.variable());
    let reasons: String = reasons.iter().map(|reason| format!("; {reason}")).collect();
    Err(Error::new(format!(
        "no {title} to be had: install `{package}`, or set {variable} to the URL of one that runs{reasons}"
    )))
}

fn start_one(
    installation: Installation,
    run: &Run,
    place: &Place,
    durable: bool,
    tls: Option<&Tls>,
) -> Result<Started> {
    let password = place.password()?;
    provide_data(&installation, run, place, &password)?;
    let mut tries = 3;
    loop {
        let (password, sockets) = (password.clone(), run.sockets()?);
        let tls = tls.map(|tls| tls.written(run, place)).transpose()?;
        let settings = Settings { port: free_port()?, durable, sockets, password, tls };
        match launch(&installation, &settings, run, place) {
            Ok(child) => return Ok(Started { installation, settings, child }),
            // Another process was quicker to take the port.
            Err(_) if tries > 1 && TcpListener::bind(("127.0.0.1", settings.port)).is_err() => tries -= 1,
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
        if installation.engine.ready(&data, settings, child.id()) {
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
    let identity = fingerprint((&installation.server, program.len(), modified, password, TEMPLATE));
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
fn copy(from: &Path, to: &Path) -> Result<()> {
    output(tool("cp").arg("-Rp").arg(from).arg(to)).map(drop)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address
        .map(|address| address.port())
        .map_err(|error| Error::new(format!("no free port of 127.0.0.1: {error}")))
}
