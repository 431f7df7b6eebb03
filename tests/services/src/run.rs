//! The files of one server, and the watcher that removes them and stops it once nobody needs it any more.

use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::error::{Error, Result};
use crate::place::{Place, VARIABLE, set_mode};
use crate::process::{output, tool};

const WATCH: &str = include_str!("run/watch.sh");

/// The directory of one server. As long as any process has it, its server lives.
///
/// The watcher is a shell script since nothing else can be counted on: a test can't start itself as another program,
/// and Cargo builds no program of this crate when it tests another one.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) path: PathBuf,
    /// The end of the pipe that tells the watcher that somebody is there.
    alive: Option<File>,
    watcher: Option<Child>,
}

impl Run {
    /// A new directory with its watcher. A shared one is found by `link` and lives `grace` seconds longer than its
    /// last holder.
    pub(crate) fn create(place: &Place, grace: u32, link: Option<&Path>) -> Result<Run> {
        let _lock = place.lock("runs")?;
        sweep(place);
        let made = tempfile::Builder::new().prefix("run-").tempdir_in(&place.base);
        let path = made.map_err(Error::file(&place.base))?.keep();
        set_mode(&path, 0o711)?;
        let pipe = path.join("alive");
        output(tool("mkfifo").args(["-m", "600"]).arg(&pipe)).map_err(|error| {
            // Some file systems of other systems have none.
            Error::new(format!("{error}; another directory can be named in {VARIABLE}"))
        })?;
        // Opening one end waits for the other; only this way of opening doesn't.
        let both = File::options().read(true).write(true).open(&pipe).map_err(Error::file(&pipe))?;
        let reader = File::open(&pipe).map_err(Error::file(&pipe))?;
        let alive = File::options().write(true).open(&pipe).map_err(Error::file(&pipe))?;
        drop(both);
        let watcher = watch(&path, grace, link, reader.into())?;
        place.directory(&path.join("server"))?;
        // A socket's path has room for about a hundred bytes, less than many a target directory needs.
        let sockets = tempfile::Builder::new().prefix("sw-").tempdir().map_err(Error::file(&path))?.keep();
        place.hand_over(&sockets)?;
        let noted = path.join("sockets");
        fs::write(&noted, sockets.as_os_str().as_encoded_bytes()).map_err(Error::file(&noted))?;
        Ok(Run { path, alive: Some(alive), watcher: Some(watcher) })
    }

    /// The run that a link leads to, if its watcher still waits.
    pub(crate) fn join(link: &Path) -> Option<Run> {
        let path = fs::read_link(link).ok()?;
        let alive = holder(&path.join("alive"))?;
        Some(Run { path, alive: Some(alive), watcher: None })
    }

    /// What belongs to the servers' account: the data directory and the process's number.
    pub(crate) fn server(&self) -> PathBuf {
        self.path.join("server")
    }

    pub(crate) fn log(&self) -> PathBuf {
        self.path.join("log")
    }

    /// The directory of the Unix socket.
    pub(crate) fn sockets(&self) -> Result<PathBuf> {
        let noted = self.path.join("sockets");
        Ok(PathBuf::from(fs::read_to_string(&noted).map_err(Error::file(&noted))?))
    }

    /// Lets the watcher end the run, and waits for it.
    pub(crate) fn end(&mut self) {
        self.alive = None;
        if let Some(mut watcher) = self.watcher.take() {
            let _ = watcher.wait();
        }
    }
}

fn watch(path: &Path, grace: u32, link: Option<&Path>, pipe: Stdio) -> Result<Child> {
    tool("sh")
        .args(["-c", WATCH, "watch"])
        .arg(path)
        .arg(grace.to_string())
        .arg(link.unwrap_or(Path::new("")))
        .stdin(pipe)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Ctrl-C in a terminal is for the tests; the watcher cleans up after them.
        .process_group(0)
        .spawn()
        .map_err(|error| Error::new(format!("sh: {error}")))
}

/// The write end of a watcher's pipe, which opens only if the watcher lives.
fn holder(pipe: &Path) -> Option<File> {
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    File::options().write(true).custom_flags(flags).open(pipe).ok()
}

/// Removes what a watcher left that was killed itself.
fn sweep(place: &Place) {
    let Ok(entries) = fs::read_dir(&place.base) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        // A watcher that lets nobody in any more has given its pipe the other name.
        let watched = || ["alive", "leaving"].iter().any(|pipe| holder(&path.join(pipe)).is_some());
        if entry.file_name().as_encoded_bytes().starts_with(b"run-") && !watched() {
            let _ = watch(&path, 0, None, Stdio::null())
                .and_then(|mut watcher| watcher.wait().map_err(Error::file(&path)));
        }
    }
}
