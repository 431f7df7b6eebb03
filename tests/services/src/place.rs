//! Where servers keep their files, and as whom they run.

use std::fs::{self, File};
use std::hash::{DefaultHasher, Hasher as _};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::process::{output, tool};

/// Replaces `target/services`.
pub(crate) const VARIABLE: &str = "STOREWRIGHT_SERVICES_DIR";

/// The directory of everything this crate leaves on disk, and the account of the servers.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) base: PathBuf,
    /// Database servers refuse to run as root: then they run as `nobody`.
    pub(crate) account: Option<Account>,
}

/// A user and its group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub(crate) user: u32,
    pub(crate) group: u32,
}

impl Place {
    pub(crate) fn find() -> Result<Place> {
        let wanted = std::env::var_os(VARIABLE).map_or_else(|| target().join("services"), PathBuf::from);
        let new = !wanted.exists();
        fs::create_dir_all(&wanted).map_err(Error::file(&wanted))?;
        let wanted = wanted.canonicalize().map_err(Error::file(&wanted))?;
        if !rustix::process::geteuid().is_root() {
            return Ok(Place { base: wanted, account: None });
        }
        let account = Some(Account { user: id("-u")?, group: id("-g")? });
        if new {
            // Whatever this process's umask is.
            set_mode(&wanted, 0o755)?;
        }
        let base = if reachable(&wanted) { wanted } else { elsewhere(&wanted)? };
        Ok(Place { base, account })
    }

    /// Waits until no other process holds the lock of that name.
    pub(crate) fn lock(&self, name: &str) -> Result<File> {
        let path = self.base.join(format!("{name}.lock"));
        let file = File::options().create(true).append(true).open(&path).map_err(Error::file(&path))?;
        file.lock().map_err(Error::file(&path))?;
        Ok(file)
    }

    /// A new directory that only the servers' account may look into.
    pub(crate) fn directory(&self, path: &Path) -> Result<()> {
        fs::DirBuilder::new().mode(0o700).create(path).map_err(Error::file(path))?;
        self.hand_over(path)
    }

    /// Makes a path the servers' account's own.
    pub(crate) fn hand_over(&self, path: &Path) -> Result<()> {
        let Some(account) = self.account else { return Ok(()) };
        std::os::unix::fs::chown(path, Some(account.user), Some(account.group)).map_err(Error::file(path))
    }

    /// The superuser's password, made once: data directories are copied from templates that have it in them.
    pub(crate) fn password(&self) -> Result<String> {
        let path = self.base.join("password");
        let _lock = self.lock("password")?;
        if let Ok(known) = fs::read_to_string(&path)
            && !known.is_empty()
        {
            return Ok(known);
        }
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| Error::new(format!("no random password: {error}")))?;
        let password = random.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        write_private(&path, &password)?;
        Ok(password)
    }
}

/// Writes a file that no other user can read.
pub(crate) fn write_private(path: &Path, text: &str) -> Result<()> {
    let mut file = File::options()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)
        .map_err(Error::file(path))?;
    file.write_all(text.as_bytes()).map_err(Error::file(path))
}

pub(crate) fn set_mode(path: &Path, mode: u32) -> Result<()> {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).map_err(Error::file(path))
}

/// A short name of something, the same in every process.
pub(crate) fn fingerprint(of: impl std::hash::Hash) -> String {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// Cargo's target directory: the outermost one above this program that Cargo has marked.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    let marked = program.ancestors().filter(|above| above.join("CACHEDIR.TAG").is_file()).last();
    marked.map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target"), Path::to_path_buf)
}

fn id(of: &str) -> Result<u32> {
    output(tool("id").args([of, "nobody"])).unwrap_or_default().trim().parse().map_err(|_| {
        Error::new(
            "a database doesn't run as root and there is no user `nobody`: run the tests as another user",
        )
    })
}

/// Whether any user may go to that directory.
fn reachable(path: &Path) -> bool {
    path.ancestors().all(|above| fs::metadata(above).is_ok_and(|found| found.mode() & 0o001 != 0))
}

/// For a target directory in a home of root's: one that `nobody` can reach.
fn elsewhere(wanted: &Path) -> Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("storewright-services-{}", fingerprint(wanted)));
    let _ = fs::DirBuilder::new().mode(0o755).create(&path);
    let found = fs::symlink_metadata(&path).map_err(Error::file(&path))?;
    // Anyone can make a directory in a temporary one.
    if !found.is_dir() || found.uid() != rustix::process::geteuid().as_raw() {
        return Err(Error::new(format!(
            "{} isn't this user's: remove it, or set {VARIABLE}",
            path.display()
        )));
    }
    set_mode(&path, 0o755)?;
    Ok(path)
}
