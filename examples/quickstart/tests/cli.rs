//! The program as a user meets it: on several stores, and with what can go wrong.
#![allow(clippy::unwrap_used, reason = "a test stops at the first error")]

use std::path::Path;
use std::process::{Command, Output};
use std::{fs, str};

fn quickstart(store: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quickstart")).args(["--store", store]).output().unwrap()
}

fn stdout(store: &str) -> String {
    let output = quickstart(store);
    assert!(output.status.success(), "{store}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The one line that the program says before it ends with code 1.
fn refusal(store: &str) -> String {
    let output = quickstart(store);
    assert_eq!(output.status.code(), Some(1), "{store}");
    let stderr = str::from_utf8(&output.stderr).unwrap();
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.starts_with("error: "), "{stderr}");
    stderr.to_owned()
}

fn url(path: &Path) -> String {
    format!("sqlite:{}", path.display())
}

/// What the program says on a store, without its ids: they differ from run to run.
fn walk(store: &str) -> Vec<String> {
    stdout(store).lines().filter(|line| !line.contains("aapp_")).map(str::to_owned).collect()
}

#[test]
fn every_store_gives_the_same_walk() {
    let dir = tempfile::tempdir().unwrap();
    let file = url(&dir.path().join("quick.db"));
    let expected = walk("memory:");
    assert!(expected.iter().any(|line| line == "a page of 7: Gül, Finn, Eve"), "{expected:#?}");
    assert!(expected.iter().any(|line| line == "its users went with it: 0 left"), "{expected:#?}");
    assert_eq!(walk("sqlite::memory:"), expected);
    assert_eq!(walk(&file), expected);
    // A second run finds the file of the first.
    assert_eq!(walk(&file), expected);
}

#[tokio::test]
async fn servers_give_it_too() {
    let expected = walk("memory:");
    for url in [servers::shared_postgres("sw_quickstart").await, servers::shared_mysql("sw_quickstart").await]
    {
        // One that is skipped is told.
        let Some(url) = url else { continue };
        assert_eq!(walk(&url), expected);
        assert_eq!(walk(&url), expected);
    }
}

#[test]
fn a_wrong_url_is_one_clear_error() {
    assert!(refusal("oracle:secret@host").contains("scheme"));
    assert!(!refusal("oracle:secret@host").contains("secret"));
    assert!(refusal("nothing").contains("no scheme"));
    assert!(refusal("sqlite:x.db?cache=huge").contains("`cache`"));
    assert!(refusal("memory:?max_value_bytes=many").contains("`max_value_bytes`"));
}

#[test]
fn an_unwritable_path_is_one_clear_error() {
    let dir = tempfile::tempdir().unwrap();
    refusal(&url(&dir.path().join("missing/quick.db")));
    refusal(&url(dir.path()));
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    refusal(&url(&file.join("quick.db")));
}

#[test]
fn a_corrupt_file_is_one_clear_error_and_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("corrupt.db");
    let content = "this is not a database ".repeat(100);
    fs::write(&file, &content).unwrap();
    assert!(refusal(&url(&file)).contains("not a"), "{}", refusal(&url(&file)));
    assert_eq!(fs::read_to_string(&file).unwrap(), content);
}

#[test]
fn a_locked_file_is_one_clear_error() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("locked.db");
    stdout(&url(&file));
    let holder = rusqlite::Connection::open(&file).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    assert!(refusal(&format!("{}?busy_timeout=200", url(&file))).contains("busy"));
    holder.execute_batch("ROLLBACK").unwrap();
    stdout(&url(&file));
}
