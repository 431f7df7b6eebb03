//! Servers from Debian's and Ubuntu's packages: unpacked and not installed, which would start a service and needs root.

use std::fs;
use std::process::Command;

use crate::engine::{Engine, Installation};
use crate::error::{Error, Result};
use crate::fetch::package;
use crate::find;
use crate::place::Place;
use crate::process::output;
use crate::run::Run;

/// Don't wait for long where there is no network.
const SHORT: [&str; 4] = ["-o", "Acquire::http::Timeout=20", "-o", "Acquire::Retries=1"];

pub(crate) fn server(engine: Engine, run: &Run, place: &Place) -> Result<Installation> {
    let there = package(&format!("{}-debian", engine.name()), run, place, |new| {
        let wanted = needed(engine)?;
        output(Command::new("apt-get").args(SHORT).arg("download").args(&wanted).current_dir(new))?;
        for entry in fs::read_dir(new).map_err(Error::file(new))?.flatten() {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "deb") {
                output(Command::new("dpkg").arg("-x").arg(&path).arg(new))?;
                fs::remove_file(&path).map_err(Error::file(&path))?;
            }
        }
        Ok(())
    })?;
    let found = match engine {
        Engine::Postgres => find::newest_first(&there.join("usr/lib/postgresql"), "")
            .map(|version| version.join("bin"))
            .next(),
        Engine::Mysql => Some(there.join("usr/sbin")),
    };
    let found = found.and_then(|bin| engine.programs_in(&bin, Some(&there.join("usr"))));
    found.ok_or_else(|| Error::new(format!("no server in {}", there.display())))
}

/// The packages to unpack: what the server needs and the machine doesn't have.
fn needed(engine: Engine) -> Result<Vec<String>> {
    let asked: &[&str] = match engine {
        Engine::Postgres => &["postgresql"],
        Engine::Mysql => &["mariadb-server-core", "mariadb-client-core"],
    };
    let plan = || {
        let mut simulate = Command::new("apt-get");
        simulate.args(["install", "--simulate", "--no-install-recommends", "--reinstall"]).args(asked);
        output(&mut simulate)
    };
    let planned = plan().or_else(|error| {
        // A machine that was just made has no lists of packages.
        output(Command::new("apt-get").args(SHORT).arg("update")).map_err(|_| error)?;
        plan()
    })?;
    let chosen = planned.lines().filter_map(|line| line.strip_prefix("Inst ")?.split_whitespace().next());
    Ok(chosen.map(str::to_owned).collect())
}
