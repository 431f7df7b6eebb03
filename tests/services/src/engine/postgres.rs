//! PostgreSQL: how its data directory is made and its server started.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::engine::{Installation, Settings, USER, executable};
use crate::error::Result;
use crate::place::{Place, write_private};
use crate::process::complete;
use crate::run::Run;

pub(crate) fn programs_in(directory: &Path) -> Option<(PathBuf, Option<PathBuf>)> {
    // A link on PATH may lead to where `initdb` is.
    let server = directory.join("postgres").canonicalize().ok()?;
    let setup = server.with_file_name("initdb");
    (executable(&server) && executable(&setup)).then_some((server, Some(setup)))
}

/// `initdb`, with a default collation that is not byte order: a statement that lacks its `COLLATE "C"` then shows.
pub(crate) fn set_up(
    installation: &Installation,
    data: &Path,
    run: &Run,
    place: &Place,
    password: &str,
) -> Result<()> {
    let Some(initdb) = &installation.setup else { return Ok(()) };
    let secret = run.server().join("password");
    write_private(&secret, password)?;
    place.hand_over(&secret)?;
    let with = |collation: &[&str]| {
        let _ = fs::remove_dir_all(data);
        let mut command = installation.program(initdb);
        command.arg("-D").arg(data).arg("--pwfile").arg(&secret);
        command.args(["-U", USER, "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"]).args(collation);
        complete(&command, run, place.account)
    };
    // Built without ICU, or older than 15: whatever of these the system has.
    with(&["--locale=C", "--locale-provider=icu", "--icu-locale=en-US"])
        .or_else(|_| with(&["--locale=en_US.UTF-8"]))
        .or_else(|_| with(&["--locale=C.UTF-8"]))
        .or_else(|_| with(&["--locale=C"]))
}

pub(crate) fn command(installation: &Installation, data: &Path, settings: &Settings) -> Command {
    let mut command = installation.program(&installation.server);
    command.arg("-D").arg(data).arg("-p").arg(settings.port.to_string()).arg("-k").arg(&settings.sockets);
    let mut set = |setting: &str| {
        command.args(["-c", setting]);
    };
    set("listen_addresses=127.0.0.1");
    set("max_connections=300");
    // Goes with the data directory, whatever way the server ends.
    set("dynamic_shared_memory_type=mmap");
    if let Some(files) = &settings.tls {
        set("ssl=on");
        set(&format!("ssl_cert_file={}", files.certificate.display()));
        set(&format!("ssl_key_file={}", files.key.display()));
        set(&format!("ssl_ca_file={}", files.root.display()));
    }
    if !settings.durable {
        set("fsync=off");
        set("synchronous_commit=off");
        set("full_page_writes=off");
        // The tests provoke errors; nobody reads of them here.
        set("log_min_messages=log");
    }
    command
}

/// The server says so itself, in the last line of a file beside its data; one that was killed has left such a file too.
pub(crate) fn ready(data: &Path, pid: u32) -> bool {
    let status = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    let mut lines = status.lines().map(str::trim);
    lines.next() == Some(&*pid.to_string()) && lines.nth(6) == Some("ready")
}
