//! MariaDB and MySQL: how their data directories are made and their servers started.

use std::io::Read as _;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::engine::{Installation, Settings, USER, executable};
use crate::error::Result;
use crate::place::{Place, write_private};
use crate::process::complete;
use crate::run::Run;

/// Ignores case, accents and trailing spaces: a statement that lacks the binary one then shows.
const COLLATION: &str = "utf8mb4_general_ci";

/// Of a size that is quick to copy.
const LOG: &str = "--innodb-log-file-size=32M";

/// MySQL's default is a directory that only its packages' own scripts make.
const MYSQL: [&str; 1] = ["--secure-file-priv=NULL"];

pub(crate) fn programs_in(directory: &Path) -> Option<(PathBuf, Option<PathBuf>)> {
    let server = ["mariadbd", "mysqld"].iter().find_map(|name| {
        let path = directory.join(name).canonicalize().ok()?;
        executable(&path).then_some(path)
    })?;
    // MariaDB's is a program of its own, often in `bin` where the server is in `sbin`; MySQL has none.
    let around = ["../bin", ".", "../scripts"].iter().filter_map(|folder| {
        let path = server.parent()?.join(folder).join("mariadb-install-db").canonicalize().ok()?;
        executable(&path).then_some(path)
    });
    let setup = around.into_iter().next();
    if setup.is_none() && server.ends_with("mariadbd") { None } else { Some((server, setup)) }
}

pub(crate) fn set_up(installation: &Installation, data: &Path, run: &Run, place: &Place) -> Result<()> {
    let mut command = match &installation.setup {
        Some(setup) => {
            let mut command = installation.program(setup);
            command.args(["--no-defaults", "--skip-test-db", LOG]);
            command
        }
        None => {
            let mut command = installation.program(&installation.server);
            command.args(["--no-defaults", "--initialize-insecure"]).args(MYSQL);
            command
        }
    };
    if let Some(unpacked) = &installation.unpacked {
        command.arg(format!("--basedir={}/usr", unpacked.display()));
    }
    command.arg(format!("--datadir={}", data.display()));
    complete(&command, run, place.account)
}

pub(crate) fn command(
    installation: &Installation,
    data: &Path,
    settings: &Settings,
    place: &Place,
) -> Result<Command> {
    let first = settings.sockets.join("first.sql");
    write_private(&first, &first_statements(&settings.password))?;
    place.hand_over(&first)?;
    let mut command = installation.program(&installation.server);
    command.arg("--no-defaults");
    if let Some(unpacked) = &installation.unpacked {
        command.arg(format!("--basedir={}/usr", unpacked.display()));
    }
    command.arg(format!("--datadir={}", data.display()));
    command.arg(format!("--init-file={}", first.display()));
    command.arg(format!("--socket={}", socket(settings).display()));
    command.arg(format!("--pid-file={}", settings.sockets.join("server.pid").display()));
    command.arg(format!("--port={}", settings.port));
    // MariaDB begins by removing every temporary table there, those of other servers too.
    command.arg(format!("--tmpdir={}", settings.sockets.display()));
    command.args([
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        "--max-connections=300",
        "--skip-log-bin",
    ]);
    command.arg("--character-set-server=utf8mb4").arg(format!("--collation-server={COLLATION}"));
    match installation.setup {
        Some(_) => command.arg(LOG),
        None => command.args(MYSQL).arg("--mysqlx=OFF"),
    };
    if let Some(files) = &settings.tls {
        command.arg(format!("--ssl-cert={}", files.certificate.display()));
        command.arg(format!("--ssl-key={}", files.key.display()));
        command.arg(format!("--ssl-ca={}", files.root.display()));
    }
    if !settings.durable {
        command.args(["--innodb-flush-log-at-trx-commit=0", "--innodb-doublewrite=0", "--sync-binlog=0"]);
    }
    Ok(command)
}

/// Makes the user and the database, at every start: what is there already stays.
fn first_statements(password: &str) -> String {
    format!(
        "CREATE DATABASE IF NOT EXISTS {USER} COLLATE {COLLATION};\n\
         CREATE USER IF NOT EXISTS '{USER}'@'%' IDENTIFIED BY '{password}';\n\
         GRANT ALL PRIVILEGES ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\n\
         DROP USER IF EXISTS 'root'@'localhost';\n"
    )
}

pub(crate) fn socket(settings: &Settings) -> PathBuf {
    settings.sockets.join("mysql.sock")
}

/// A server that takes connections greets with its protocol's version, 10. Asked by the socket: the port could be
/// another server's.
pub(crate) fn ready(settings: &Settings) -> bool {
    let Ok(mut stream) = UnixStream::connect(socket(settings)) else { return false };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
    let mut greeting = [0; 5];
    stream.read_exact(&mut greeting).is_ok() && greeting[4] == 10
}
