//! Looks for a database server on the machine.

use std::path::{Path, PathBuf};

use crate::engine::{Engine, Installation};

/// The installed servers, the one that PATH names first.
pub(crate) fn installed(engine: Engine) -> Vec<Installation> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let named = std::env::split_paths(&path).filter(|directory| directory.is_absolute());
    let mut found: Vec<Installation> = Vec::new();
    for directory in named.chain(usual(engine)) {
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
