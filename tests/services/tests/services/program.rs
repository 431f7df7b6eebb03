//! This crate's program as a process of its own, which can be killed.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::ops::Deref;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A process that holds servers. Dropped, it is killed.
pub(crate) struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts it with its files in that directory and none of this crate's variables but the given ones.
    pub(crate) fn start(directory: &Path, databases: &[&str], variables: &[(&str, &str)]) -> Program {
        let mut command = Command::new(env!("CARGO_BIN_EXE_services"));
        for name in ["TEST_POSTGRES_URL", "TEST_MYSQL_URL", "SKIP", "SERVICES_FROM"] {
            command.env_remove(format!("STOREWRIGHT_{name}"));
        }
        command.env("STOREWRIGHT_SERVICES_DIR", directory).envs(variables.iter().copied()).args(databases);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Program { child, output }
    }

    /// The next server's URL, or the error.
    pub(crate) fn url(&mut self) -> Result<String, String> {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        if let Some((_, url)) = line.split_once("='") {
            return Ok(url.trim_end().trim_end_matches('\'').to_owned());
        }
        let mut error = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
        Err(error)
    }

    /// SIGKILL: nothing of the program runs any more.
    pub(crate) fn kill(self) {}
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A directory for servers' files that every user can reach. It stays until the servers have gone.
pub(crate) struct Directory(TempDir);

impl Directory {
    pub(crate) fn new() -> Directory {
        let directory = TempDir::new().unwrap();
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o755)).unwrap();
        Directory(directory)
    }
}

impl Deref for Directory {
    type Target = Path;

    fn deref(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let until = Instant::now() + Duration::from_secs(20);
        while !runs(self).is_empty() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The directories of servers.
pub(crate) fn runs(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("run-")).collect()
}

/// The processes that have the directory in their command lines: servers, what sets them up, and watchers.
pub(crate) fn processes(directory: &Path) -> Vec<u32> {
    let listed = Command::new("ps").args(["-A", "-o", "pid=,args="]).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    // A watcher's script has several lines here; only the first one begins with a number.
    let mut found = Vec::new();
    let mut current = 0;
    for line in listed.lines() {
        current = line.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(current);
        if line.contains(&*directory.to_string_lossy()) && !found.contains(&current) {
            found.push(current);
        }
    }
    found
}

/// Those of the processes that run that program.
pub(crate) fn named(directory: &Path, program: &str) -> Vec<u32> {
    let listed = Command::new("ps").args(["-A", "-o", "pid=,comm="]).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let all = processes(directory);
    let named = listed.lines().filter(|line| line.contains(program));
    named
        .filter_map(|line| line.split_whitespace().next()?.parse().ok())
        .filter(|pid| all.contains(pid))
        .collect()
}

/// Waits until something is so.
pub(crate) fn within(seconds: u64, what: &str, so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(seconds);
    while !so() {
        assert!(Instant::now() < until, "not within {seconds} s: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
