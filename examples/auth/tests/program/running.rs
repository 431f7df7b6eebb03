//! The program, started in a directory of its own.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) fn program(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_auth"));
    command.current_dir(dir).env_remove("AUTH_ADMIN_KEY").stdin(Stdio::null());
    command
}

/// What it says when it can't serve: one line, with exit code 1.
pub(crate) fn refusal(dir: &Path, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = program(dir).args(arguments).output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(1), "{stderr}");
    assert!(stdout.is_empty());
    assert!(stderr.starts_with("error: ") && stderr.ends_with('\n'), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    stderr
}

/// A server that runs, and is killed when it is dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Running {
    /// Starts it on a free port; its files are in `dir`, its log in `dir/log`.
    pub(crate) fn start(dir: &Path, arguments: &[&str]) -> Self {
        Self::spawn(program(dir).args(arguments), dir)
    }

    pub(crate) fn spawn(command: &mut Command, dir: &Path) -> Self {
        let log = File::options().create(true).append(true).open(dir.join("log")).unwrap();
        let command = command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap_or_else(|| {
            let log = std::fs::read_to_string(dir.join("log")).unwrap_or_default();
            panic!("it does not listen: {line}{log}")
        });
        let address = address.parse().unwrap();
        Self { child, address }
    }

    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// How it ended, which it has to within `longest`.
    pub(crate) fn ended_within(&mut self, longest: Duration) -> ExitStatus {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(began.elapsed() < longest, "it still runs");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
