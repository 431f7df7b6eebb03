//! Looks for a database server on the machine.

use std::path::{Path, PathBuf};

use crate::engine::{Engine, Installation};
use crate::error::{Error, Result};

/// Says where servers may come from.
const VARIABLE: &str = "STOREWRIGHT_SERVICES_FROM";

/// A place that servers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The directories of PATH.
    Path,
    /// The directories where packages of systems put servers.
    System,
    /// A package registry.
    Registry,
}

/// The sources that the environment allows.
pub(crate) fn sources() -> Result<Vec<Source>> {
    let all = [("path", Source::Path), ("system", Source::System), ("registry", Source::Registry)];
    let Ok(named) = std::env::var(VARIABLE) else { return Ok(all.map(|(_, source)| source).to_vec()) };
    let source = |name: &str| {
        let known = all.iter().find(|(known, _)| *known == name.trim());
        known.map(|(_, source)| *source).ok_or_else(|| {
            Error::new(format!("{VARIABLE} is a list of `path`, `system` and `registry`, not `{name}`"))
        })
    };
    named.split(',').map(source).collect()
}

/// The installed servers, the one that PATH names first.
pub(crate) fn installed(engine: Engine, sources: &[Source]) -> Vec<Installation> {
    let path = std::env::var_os("PATH").filter(|_| sources.contains(&Source::Path)).unwrap_or_default();
    let named = std::env::split_paths(&path).filter(|directory| directory.is_absolute());
    let usual = if sources.contains(&Source::System) { usual(engine) } else { Vec::new() };
    let mut found: Vec<Installation> = Vec::new();
    for directory in named.chain(usual) {
        let Some(installation) = engine.programs_in(&directory, None) else { continue };
        if found.iter().all(|known| known.server != installation.server) {
            found.push(installation);
        }
    }
    found
}

/// Where packages put servers without adding them to PATH.
fn usual(engine: Engine) -> Vec<PathBuf> {
    let brew = ["/opt/homebrew/opt", "/usr/local/opt"];
    match engine {
        Engine::Postgres => {
            let debian = newest_first(Path::new("/usr/lib/postgresql"), "");
            let all = debian.chain(brew.iter().flat_map(|opt| newest_first(Path::new(opt), "postgresql@")));
            all.chain(brew.iter().map(|opt| Path::new(opt).join("postgresql")))
                .map(|version| version.join("bin"))
                .collect()
        }
        Engine::Mysql => {
            let system = ["/usr/sbin", "/usr/libexec", "/usr/local/sbin"].map(PathBuf::from).into_iter();
            let brewed =
                brew.iter().flat_map(|opt| ["mariadb/bin", "mysql/bin"].map(|bin| Path::new(opt).join(bin)));
            system.chain(brewed).collect()
        }
    }
}

/// The directories in `parent` that are named by a prefix and a version.
pub(crate) fn newest_first(parent: &Path, prefix: &str) -> impl Iterator<Item = PathBuf> {
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let name = entry.file_name();
            let version = name.to_str()?.strip_prefix(prefix)?.split('.').next()?.parse().ok()?;
            Some((version, entry.path()))
        })
        .collect();
    found.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    found.into_iter().map(|(_, path)| path)
}
