//! One server for many processes, and nothing left of it after the last.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::program::{Directory, Program, named, processes, runs, within};
use crate::sql::connect;

#[tokio::test]
async fn processes_share_a_server_that_outlives_each_of_them_but_not_the_last() {
    if services::skipped("postgres") {
        return;
    }
    let directory = Directory::new();
    let path: &Path = &directory;
    // Both at once.
    let mut first = Program::start(path, &["postgres"], &[]);
    let mut second = Program::start(path, &["postgres"], &[]);
    let url = first.url().unwrap();
    assert_eq!(second.url().unwrap(), url);
    assert_eq!(runs(path).len(), 1);
    let sockets = fs::read_link(runs(path)[0].join("sockets")).unwrap();

    first.kill();
    second.kill();
    // As one test program follows the other.
    let mut third = Program::start(path, &["postgres"], &[]);
    assert_eq!(third.url().unwrap(), url);
    tokio::time::sleep(Duration::from_secs(6)).await;
    assert!(connect(&url).await.is_some(), "it ended with a process that was not the last");

    third.kill();
    within(10, "the server's files are gone", || runs(path).is_empty());
    within(2, "its processes are gone", || processes(path).is_empty());
    assert!(fs::symlink_metadata(path.join("postgres")).is_err(), "a link is left");
    assert!(!fs::exists(sockets).unwrap(), "the socket is left");
    assert!(connect(&url).await.is_none());
}

#[test]
fn nothing_is_left_of_a_start_that_was_killed() {
    for database in ["postgres", "mysql"] {
        if services::skipped(database) {
            continue;
        }
        let directory = Directory::new();
        // Different moments: before there is a server, while its data is made, while it starts.
        for wait in [10, 40, 100, 250, 600, 1_200] {
            let program = Program::start(&directory, &[database], &[]);
            std::thread::sleep(Duration::from_millis(wait));
            program.kill();
        }
        within(20, "the files are gone", || runs(&directory).is_empty());
        within(2, "the processes are gone", || processes(&directory).is_empty());
    }
}

#[test]
fn a_server_whose_watcher_was_killed_is_removed_by_the_next_start() {
    if services::skipped("postgres") {
        return;
    }
    let directory = Directory::new();
    let path: &Path = &directory;
    let mut first = Program::start(path, &["postgres"], &[]);
    let url = first.url().unwrap();
    let left = runs(path);
    let all = processes(path);
    let servers = named(path, "postgres");
    let watchers: Vec<&u32> = all.iter().filter(|process| !servers.contains(process)).collect();
    assert!(!servers.is_empty() && !watchers.is_empty(), "a server and a watcher: {all:?}");
    first.kill();
    for watcher in watchers {
        Command::new("kill").args(["-s", "KILL", &watcher.to_string()]).status().unwrap();
    }
    let mut second = Program::start(path, &["postgres"], &[]);
    assert_ne!(second.url().unwrap(), url);
    assert_eq!(runs(path).len(), 1);
    assert_ne!(runs(path), left);
    assert!(!processes(path).iter().any(|process| servers.contains(process)), "the first server still runs");
    second.kill();
    within(10, "the server's files are gone", || runs(path).is_empty());
    within(2, "its processes are gone", || processes(path).is_empty());
}
