//! What differs from one database to the other.

mod mysql;
mod postgres;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;

use crate::error::Result;
use crate::place::Place;
use crate::run::Run;
use crate::tls::Files;

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Postgres,
    /// MariaDB, or MySQL.
    Mysql,
}

/// One set of programs of a database server.
#[derive(Clone, Debug)]
pub(crate) struct Installation {
    pub(crate) engine: Engine,
    /// The server's program.
    pub(crate) server: PathBuf,
    /// What makes a data directory; MySQL's server does it itself.
    pub(crate) setup: Option<PathBuf>,
    /// Where packages are unpacked instead of installed.
    pub(crate) unpacked: Option<PathBuf>,
}

/// How a server is to run.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) port: u16,
    /// Whether what was committed must outlive a crash; costs most of the writes' speed.
    pub(crate) durable: bool,
    pub(crate) sockets: PathBuf,
    pub(crate) password: String,
    /// The files it encrypts with, if it is to.
    pub(crate) tls: Option<Files>,
}

/// The name of the superuser and, with MySQL, of the first database.
const USER: &str = "storewright";

impl Engine {
    /// Its name in variables and file names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Engine::Postgres => "postgres",
            Engine::Mysql => "mysql",
        }
    }

    /// Its name in sentences.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Engine::Postgres => "PostgreSQL",
            Engine::Mysql => "MariaDB or MySQL",
        }
    }

    /// The package to install.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Engine::Postgres => "postgresql",
            Engine::Mysql => "mariadb-server",
        }
    }

    /// The variable with the URL of a server that runs already.
    pub(crate) fn variable(self) -> String {
        format!("STOREWRIGHT_TEST_{}_URL", self.name().to_uppercase())
    }

    pub(crate) fn url(self, settings: &Settings) -> String {
        let (name, password, port) = (self.name(), &settings.password, settings.port);
        let database = match self {
            Engine::Postgres => "postgres",
            Engine::Mysql => USER,
        };
        format!("{name}://{USER}:{password}@127.0.0.1:{port}/{database}")
    }

    /// Its Unix socket, as its clients name it.
    pub(crate) fn socket(self, settings: &Settings) -> PathBuf {
        match self {
            Engine::Postgres => settings.sockets.clone(),
            Engine::Mysql => mysql::socket(settings),
        }
    }

    /// The signal on which a server ends in order, without waiting for its clients.
    pub(crate) fn polite(self) -> Signal {
        match self {
            Engine::Postgres => Signal::INT,
            Engine::Mysql => Signal::TERM,
        }
    }

    /// The signal on which one ends at once whose data nobody needs.
    pub(crate) fn abrupt(self) -> Signal {
        match self {
            // The one signal that ends its children and gives its shared memory back.
            Engine::Postgres => Signal::QUIT,
            Engine::Mysql => Signal::KILL,
        }
    }

    /// Whether the server of that data directory, the process `pid`, takes connections.
    pub(crate) fn ready(self, data: &Path, settings: &Settings, pid: u32) -> bool {
        match self {
            Engine::Postgres => postgres::ready(data, pid),
            Engine::Mysql => mysql::ready(settings),
        }
    }

    /// The programs in one directory, if it has all that is needed.
    pub(crate) fn programs_in(self, directory: &Path, unpacked: Option<&Path>) -> Option<Installation> {
        let (server, setup) = match self {
            Engine::Postgres => postgres::programs_in(directory)?,
            Engine::Mysql => mysql::programs_in(directory)?,
        };
        Some(Installation { engine: self, server, setup, unpacked: unpacked.map(Path::to_path_buf) })
    }
}

impl Installation {
    /// Makes the data directory `data`, which isn't there yet.
    pub(crate) fn set_up(&self, data: &Path, run: &Run, place: &Place, password: &str) -> Result<()> {
        match self.engine {
            Engine::Postgres => postgres::set_up(self, data, run, place, password),
            Engine::Mysql => mysql::set_up(self, data, run, place),
        }
    }

    /// The server's command line.
    pub(crate) fn command(&self, data: &Path, settings: &Settings, place: &Place) -> Result<Command> {
        match self.engine {
            Engine::Postgres => Ok(postgres::command(self, data, settings)),
            Engine::Mysql => mysql::command(self, data, settings, place),
        }
    }

    /// A command that finds the libraries of an unpacked package.
    fn program(&self, path: &Path) -> Command {
        let mut command = Command::new(path);
        if let Some(unpacked) = &self.unpacked {
            let machine = std::env::consts::ARCH;
            let libraries =
                ["usr/lib", "lib"].map(|library| unpacked.join(format!("{library}/{machine}-linux-gnu")));
            if let Ok(joined) = std::env::join_paths(libraries) {
                command.env("LD_LIBRARY_PATH", joined);
            }
        }
        command
    }
}

fn executable(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}
