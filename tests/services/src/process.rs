//! Starts programs as the servers' account and sends them signals.

use std::fs::{self, File};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::error::{Error, Result};
use crate::place::Account;
use crate::run::Run;

/// Starts a program of the run; what it prints goes to the run's log.
pub(crate) fn spawn(program: &Command, run: &Run, account: Option<Account>) -> Result<Child> {
    let log = File::create(run.log()).map_err(Error::file(&run.log()))?;
    let errors = log.try_clone().map_err(Error::file(&run.log()))?;
    let mut command = Command::new(program.get_program());
    command
        .args(program.get_args())
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null()).stdout(log).stderr(errors);
    // A group of its own: Ctrl-C in a terminal is not for it. In the run's directory: so the watcher knows it.
    command.current_dir(run.server()).process_group(0);
    if let Some(account) = account {
        command.uid(account.user).gid(account.group).env("HOME", run.server());
    }
    command.spawn().map_err(Error::file(Path::new(program.get_program())))
}

/// One of the system's own programs, which are there even if PATH is empty.
pub(crate) fn tool(name: &str) -> Command {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"].map(PathBuf::from);
    let mut command = Command::new(name);
    if let Ok(path) = std::env::join_paths(std::env::split_paths(&path).chain(usual)) {
        command.env("PATH", path);
    }
    command
}

/// Runs a program of the run to its end.
pub(crate) fn complete(program: &Command, run: &Run, account: Option<Account>) -> Result<()> {
    let status =
        spawn(program, run, account)?.wait().map_err(Error::file(Path::new(program.get_program())))?;
    if status.success() { Ok(()) } else { Err(failed(program, run, status)) }
}

/// A program's end as one line: the first error that it told of is the reason.
pub(crate) fn failed(program: &Command, run: &Run, status: ExitStatus) -> Error {
    let log = fs::read(run.log()).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let telling = |line: &&str| ["FATAL", "ERROR", "error"].iter().any(|word| line.contains(word));
    let lines = || log.lines().filter(|line| !line.trim().is_empty());
    let words = lines().find(telling).or_else(|| lines().next_back()).unwrap_or("no output");
    let words: String = words.chars().take(300).collect();
    let end = status.signal().map_or_else(|| status.to_string(), |signal| format!("signal {signal}"));
    Error::new(format!("{} ended with {end}: {words}", Path::new(program.get_program()).display()))
}

/// The output of a command that must succeed.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let name = PathBuf::from(command.get_program());
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| Error::new(format!("{}: {error}", name.display())))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let words = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = words.lines().filter(|line| !line.trim().is_empty()).collect();
    let words: String = lines[lines.len().saturating_sub(2)..].join(" ").chars().take(300).collect();
    Err(Error::new(format!("{}: {}: {words}", name.display(), output.status)))
}

/// Waits for a process's end, but not for ever. `None`: it still runs.
pub(crate) fn wait(child: &mut Child, at_most: Duration) -> Option<ExitStatus> {
    let until = Instant::now() + at_most;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            _ if Instant::now() > until => return None,
            _ => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

/// Sends a signal; a process that has ended is no error.
pub(crate) fn signal(pid: u32, signal: Signal) {
    if let Some(pid) = pid.try_into().ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, signal);
    }
}

/// Whether any of them runs; one that only waits for its parent to look does not.
pub(crate) fn any_runs(of: &[u32]) -> bool {
    processes().iter().any(|(process, _)| of.contains(process))
}

/// The processes that one has started, and those that they have.
pub(crate) fn descendants(of: u32) -> Vec<u32> {
    let all = processes();
    let mut found = vec![of];
    let mut next = 0;
    while let Some(&parent) = found.get(next) {
        found.extend(all.iter().filter(|(_, of)| *of == parent).map(|(process, _)| *process));
        next += 1;
    }
    found.split_off(1)
}

/// Every process that runs, with its parent.
fn processes() -> Vec<(u32, u32)> {
    if let Ok(entries) = fs::read_dir("/proc") {
        return entries.flatten().filter_map(|entry| stat(&entry.path())).collect();
    }
    let listed = output(Command::new("ps").args(["-A", "-o", "pid=,ppid="])).unwrap_or_default();
    let pair = |line: &str| {
        let mut numbers = line.split_whitespace().map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    listed.lines().filter_map(pair).collect()
}

fn stat(process: &Path) -> Option<(u32, u32)> {
    let pid = process.file_name()?.to_str()?.parse().ok()?;
    let stat = fs::read_to_string(process.join("stat")).ok()?;
    // The name comes first, in parentheses, and may contain anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let (state, parent) = (fields.next()?, fields.next()?.parse().ok()?);
    (state != "Z").then_some((pid, parent))
}
