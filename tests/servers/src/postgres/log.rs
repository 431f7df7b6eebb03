//! What a PostgreSQL server itself says that it was sent.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::time::{Duration, Instant};

use services::Server;

/// How a connection asked for a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It was taken apart, to be kept under a name.
    Parse,
    /// It got its values.
    Bind,
    /// It was run.
    Execute,
    /// It was sent as a text, without values: a `BEGIN`, a `SET`, a ping.
    Simple,
}

/// One line of the log.
#[derive(Clone, Debug)]
pub struct Logged {
    /// The server's process behind the connection.
    pub process: u32,
    /// What happened.
    pub step: Step,
    /// The statement's text.
    pub sql: String,
}

/// The log of a server that writes down every statement.
#[derive(Debug)]
pub struct PostgresLog {
    file: File,
    /// What stands at the start of the lines that count: the connections of one application.
    application: String,
}

impl PostgresLog {
    /// Lets a private server write down everything, and reads what connections with this `application_name` send.
    pub async fn of(server: &Server, application: &str) -> Self {
        let mut file = File::open(server.log().unwrap()).unwrap();
        crate::postgres_run(
            server.url(),
            &[
                "ALTER SYSTEM SET log_min_duration_statement = 0",
                "ALTER SYSTEM SET log_line_prefix = '%p %a|'",
                "SELECT pg_reload_conf()",
            ],
        )
        .await;
        // It takes the settings over when it comes to it.
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            crate::postgres_run(server.url(), &["SELECT 'is it written down'"]).await;
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            if text.lines().any(|line| line.contains("ms  statement: SELECT 'is it written down'")) {
                break;
            }
            assert!(Instant::now() < until, "the server doesn't write its log");
        }
        file.seek(SeekFrom::End(0)).unwrap();
        Self { file, application: format!(" {application}|") }
    }

    /// What was sent since this was asked last. The server writes it down before it answers.
    pub fn take(&mut self) -> Vec<Logged> {
        let mut text = String::new();
        self.file.read_to_string(&mut text).unwrap();
        let mut all: Vec<Logged> = Vec::new();
        let mut goes_on = false;
        for line in text.lines() {
            if let Some(more) = line.strip_prefix('\t') {
                if let Some(last) = all.last_mut().filter(|_| goes_on) {
                    last.sql.push('\n');
                    last.sql.push_str(more);
                }
                continue;
            }
            let logged = self.read(line);
            goes_on = logged.is_some();
            all.extend(logged);
        }
        all
    }

    fn read(&self, line: &str) -> Option<Logged> {
        let (process, rest) = line.split_once(&self.application)?;
        let (_, rest) = rest.strip_prefix("LOG:  duration: ")?.split_once(" ms  ")?;
        let (step, rest) = rest.split_once(' ')?;
        let step = match step {
            "parse" => Step::Parse,
            "bind" => Step::Bind,
            "execute" => Step::Execute,
            "statement:" => Step::Simple,
            _ => panic!("the log has a line that is not known: {line}"),
        };
        // The name under which it is kept stands before it.
        let sql = if step == Step::Simple { rest } else { rest.split_once(": ")?.1 };
        Some(Logged { process: process.parse().unwrap(), step, sql: sql.to_owned() })
    }
}

/// How often the log has this step.
#[must_use]
pub fn steps(logged: &[Logged], step: Step) -> usize {
    logged.iter().filter(|line| line.step == step).count()
}
