//! Where a server is looked for, and what is said if there is none.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::program::{Directory, Program, runs, within};
use crate::sql::{connect, text};

/// A program that only fails.
fn broken(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "#!/bin/sh\necho it is broken >&2\nexit 1\n").unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[track_caller]
fn one_line_that_helps(error: &str, package: &str, variable: &str) {
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    assert!(error.contains(package) && error.contains(variable), "{error}");
}

#[test]
fn a_server_that_the_environment_names_is_taken_as_it_is() {
    let directory = Directory::new();
    let given = ("STOREWRIGHT_TEST_POSTGRES_URL", "postgres://me@db.example/tests");
    let mut program = Program::start(&directory, &["postgres"], &[given]);
    assert_eq!(program.url().unwrap(), given.1);
    assert_eq!(fs::read_dir(&*directory).unwrap().count(), 0, "something was started");
}

#[tokio::test]
async fn broken_programs_on_the_path_are_passed_over() {
    if services::skipped("postgres") {
        return;
    }
    let directory = Directory::new();
    let (alone, both) = (directory.join("alone"), directory.join("both"));
    broken(&alone.join("postgres"));
    broken(&both.join("postgres"));
    broken(&both.join("initdb"));
    let path = format!("{}:{}:{}", alone.display(), both.display(), std::env::var("PATH").unwrap());
    let mut program = Program::start(&directory, &["postgres"], &[("PATH", &path)]);
    assert!(connect(&program.url().unwrap()).await.is_some());
}

#[test]
fn where_there_is_none_one_line_says_what_to_do() {
    let directory = Directory::new();
    let nothing = [("PATH", ""), ("STOREWRIGHT_SERVICES_FROM", "path")];
    let error = Program::start(&directory, &["postgres"], &nothing).url().unwrap_err();
    one_line_that_helps(&error, "`postgresql`", "STOREWRIGHT_TEST_POSTGRES_URL");
    let error = Program::start(&directory, &["mysql"], &nothing).url().unwrap_err();
    one_line_that_helps(&error, "`mariadb-server`", "STOREWRIGHT_TEST_MYSQL_URL");

    let bin = directory.join("bin");
    broken(&bin.join("postgres"));
    broken(&bin.join("initdb"));
    let path = bin.display().to_string();
    let only_broken = [("PATH", &*path), ("STOREWRIGHT_SERVICES_FROM", "path")];
    let error = Program::start(&directory, &["postgres"], &only_broken).url().unwrap_err();
    one_line_that_helps(&error, "it is broken", "STOREWRIGHT_TEST_POSTGRES_URL");

    let unknown = [("STOREWRIGHT_SERVICES_FROM", "path,cloud")];
    let error = Program::start(&directory, &["postgres"], &unknown).url().unwrap_err();
    one_line_that_helps(&error, "`registry`", "`cloud`");
    within(10, "no files are left", || runs(&directory).is_empty());
}

#[tokio::test]
async fn a_registry_has_servers() {
    // Where tests of earlier runs have left what they fetched.
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("registry");
    for (database, package) in [("postgres", "`postgresql`"), ("mysql", "`mariadb-server`")] {
        if services::skipped(database) {
            continue;
        }
        let mut program =
            Program::start(&directory, &[database], &[("STOREWRIGHT_SERVICES_FROM", "registry")]);
        match program.url() {
            Ok(url) => {
                let mut connection = connect(&url).await.unwrap();
                assert!(!text(&mut connection, "SELECT version()").await.is_empty());
            }
            // A machine without a network, or another system's.
            Err(error) => one_line_that_helps(&error, package, "_URL"),
        }
    }
}

#[tokio::test]
async fn a_directory_that_the_servers_account_cannot_reach_is_no_obstacle() {
    if services::skipped("postgres") {
        return;
    }
    let directory = Directory::new();
    let (closed, open) = (directory.join("closed"), directory.join("open"));
    for (path, mode) in [(&closed, 0o700), (&open, 0o755)] {
        fs::create_dir(path).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let elsewhere = [("TMPDIR", open.to_str().unwrap())];
    let mut program = Program::start(&closed.join("services"), &["postgres"], &elsewhere);
    assert!(connect(&program.url().unwrap()).await.is_some());
    program.kill();
    within(10, "the server's sockets are gone", || {
        let mut entries = fs::read_dir(&open).unwrap().flatten();
        !entries.any(|entry| entry.file_name().to_string_lossy().starts_with("sw-"))
    });
}

#[test]
fn a_database_can_be_skipped_and_says_so() {
    if let Ok(skipped) = std::env::var("SKIPPED_IN_A_TEST") {
        assert!(services::skipped(&skipped));
        return;
    }
    let name = "finding::a_database_can_be_skipped_and_says_so";
    let test = std::env::current_exe().unwrap();
    let run = |skip: &str, asked: &str| {
        let mut command = Command::new(&test);
        command.args([name, "--exact"]).env("STOREWRIGHT_SKIP", skip).env("SKIPPED_IN_A_TEST", asked);
        command.output().unwrap()
    };
    let output = run("mysql, postgres", "postgres");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("skipped: STOREWRIGHT_SKIP names postgres"));
    assert!(!run("mysql", "postgres").status.success());
}
