//! The README's session, typed into a shell against the real program.

use std::io::Write as _;
use std::process::{Command, Stdio};

use super::running::{Running, program};

const README: &str = include_str!("../../README.md");
/// What the README says the operator chose.
const ADMIN_KEY: &str = "open-sesame";
/// A line that no answer has.
const END: &str = "\u{1}end";

/// A command, and what the README says that it prints.
#[derive(Debug, PartialEq)]
struct Step {
    command: String,
    printed: String,
}

/// The steps of the `console` blocks. An answer may be broken into several lines; a command may be too, after a `\`.
fn steps(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            steps.push(Step { command: command.to_owned(), printed: String::new() });
        } else if inside {
            let step = steps.last_mut().expect("a block begins with a command");
            if step.printed.is_empty() && step.command.ends_with('\\') {
                step.command += "\n";
                step.command += line;
            } else {
                step.printed += line.trim();
            }
        }
    }
    steps
}

/// Runs them one after the other in one shell, and gives what each printed.
fn run(steps: &[Step], address: &str) -> Vec<String> {
    let mut script = "exec 2>&1\n".to_owned();
    for step in steps {
        script += &format!("{}\nprintf '\\n{END}\\n'\n", step.command.replace("127.0.0.1:3000", address));
    }
    let shell = Command::new("sh").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let mut shell = shell.expect("a shell");
    // In a thread of its own: the shell may print more than a pipe holds before it has read everything.
    let mut stdin = shell.stdin.take().unwrap();
    let typing = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let output = shell.wait_with_output().unwrap();
    typing.join().unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut printed: Vec<_> =
        text.split(&format!("\n{END}\n")).map(|part| part.lines().map(str::trim).collect()).collect();
    printed.pop();
    printed
}

/// Whether `text` is `pattern`, in which each `…` stands for anything.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    true
}

#[test]
fn the_readme_says_what_happens() {
    let curl = Command::new("curl").arg("--version").output();
    assert!(
        curl.is_ok(),
        "the README's session needs `curl`: install the package `curl` and run the test again"
    );
    let dir = tempfile::tempdir().unwrap();
    let server = Running::spawn(program(dir.path()).env("AUTH_ADMIN_KEY", ADMIN_KEY), dir.path());
    let steps = steps(README);
    assert!(steps.len() >= 20, "only {} steps were found", steps.len());
    let printed = run(&steps, &server.address.to_string());
    assert_eq!(printed.len(), steps.len());
    for (step, printed) in steps.iter().zip(&printed) {
        assert!(
            matches(&step.printed, printed),
            "{}\nexpected {}\nprinted  {printed}",
            step.command,
            step.printed
        );
    }
}

#[test]
fn steps_are_taken_from_console_blocks() {
    let readme = "```text\n$ no\n```\n```console\n$ a \\\n  b\n{\"x\":1,\n \"y\":2}\n$ c\n```\n$ no";
    let step = |command: &str, printed: &str| Step { command: command.into(), printed: printed.into() };
    assert_eq!(steps(readme), [step("a \\\n  b", "{\"x\":1,\"y\":2}"), step("c", "")]);
}

#[test]
fn only_what_is_marked_may_differ() {
    for (pattern, text) in
        [("", ""), ("a", "a"), ("…", ""), ("a…c", "abc"), ("{…}…{…}", "{1}, {2}"), ("…a…", "bab")]
    {
        assert!(matches(pattern, text), "{pattern} {text}");
    }
    for (pattern, text) in
        [("", "a"), ("a", "ab"), ("a…c", "abcd"), ("a…b…c", "ac"), ("…a…b", "ba"), ("a…a", "a")]
    {
        assert!(!matches(pattern, text), "{pattern} {text}");
    }
}
