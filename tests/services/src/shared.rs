//! The server that all tests of a run use, each process of it.

use std::fs;
use std::net::{TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::place::{Place, write_private};
use crate::run::Run;
use crate::start;

/// How long it waits for the next process: Cargo runs test programs one after the other.
const GRACE: u32 = 3;

/// A server's URL, and what keeps it alive.
type Held = (String, Run);

/// What this process holds, to its end: a server's URL or why there is none.
static HELD: Mutex<Vec<(Engine, Result<Held>)>> = Mutex::new(Vec::new());

/// The URL of the shared server, started if no process has done so.
pub(crate) fn url(engine: Engine) -> Result<String> {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let index = held.iter().position(|(known, _)| *known == engine).unwrap_or_else(|| {
        held.push((engine, join_or_start(engine)));
        held.len() - 1
    });
    match &held[index].1 {
        Ok((url, _)) => Ok(url.clone()),
        Err(error) => Err(error.clone()),
    }
}

fn join_or_start(engine: Engine) -> Result<Held> {
    let place = Place::find()?;
    let link = place.base.join(engine.name());
    let _lock = place.lock(engine.name())?;
    if let Some(run) = Run::join(&link)
        && let Ok(url) = fs::read_to_string(run.path.join("url"))
        && answers(&url)
    {
        return Ok((url, run));
    }
    let run = Run::create(&place, GRACE, Some(&link))?;
    let started = start::start(engine, &run, &place, false, None)?;
    let url = engine.url(&started.settings);
    write_private(&run.path.join("url"), &url)?;
    publish(&run, &link)?;
    Ok((url, run))
}

/// Makes the link in one step: others find a whole server or none.
fn publish(run: &Run, link: &Path) -> Result<()> {
    let new = run.path.join("link");
    std::os::unix::fs::symlink(&run.path, &new).map_err(Error::file(&new))?;
    fs::rename(&new, link).map_err(Error::file(link))
}

/// Whether something listens there still: a server may have been ended by hand.
fn answers(url: &str) -> bool {
    let address = url.split('@').next_back().and_then(|rest| rest.split('/').next());
    let addresses = address.and_then(|address| address.to_socket_addrs().ok());
    addresses
        .into_iter()
        .flatten()
        .any(|address| TcpStream::connect_timeout(&address, Duration::from_secs(5)).is_ok())
}
