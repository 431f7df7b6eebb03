//! What keeps the program from serving is one clear line.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::running::{Running, refusal};

const KEY: &str = "1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

#[test]
fn a_wrong_url() {
    let dir = tempfile::tempdir().unwrap();
    let of = |url| refusal(dir.path(), &["--listen", "127.0.0.1:0", "--store", url]);
    assert!(of("nothing").contains("no scheme"));
    let unknown = of("oracle://ada:s3cret@db.example.com/auth");
    assert!(
        unknown.contains("scheme") && !unknown.contains("s3cret") && !unknown.contains("example"),
        "{unknown}"
    );
    assert!(of("sqlite:auth.db?cache=huge").contains("`cache`"));
    let missing = of("sqlite:missing/auth.db");
    assert!(missing.contains("no directory `missing`"), "{missing}");
}

#[test]
fn a_busy_port() {
    let dir = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let refused = refusal(dir.path(), &["--listen", &address]);
    assert!(refused.contains(&format!("can't listen at {address}: ")), "{refused}");
    // Nothing is wrong with what it wrote before.
    drop(Running::start(dir.path(), &[]));
}

#[test]
fn a_key_file_that_is_none() {
    let dir = tempfile::tempdir().unwrap();
    let of = || refusal(dir.path(), &["--listen", "127.0.0.1:0"]);
    let file = dir.path().join("auth.key");
    fs::create_dir(&file).unwrap();
    assert!(of().contains("can't read the key file `auth.key`: "), "{}", of());
    fs::remove_dir(&file).unwrap();

    fs::write(&file, [0xff, 0xfe]).unwrap();
    assert!(of().contains("can't read the key file `auth.key`: "), "{}", of());
    fs::write(&file, "1 s3cret").unwrap();
    assert_eq!(
        of(),
        "error: can't use the key file `auth.key`: line 1: not a number and 32 bytes in base64\n"
    );
    fs::write(&file, KEY.repeat(2)).unwrap();
    assert!(of().contains("line 2: a key with this number is there already"), "{}", of());
    // No database was made beside keys that are no good.
    assert!(!dir.path().join("auth.db").exists());
}

/// A directory in which nobody can make a file: root can in every other one.
fn read_only(dir: &Path) -> &Path {
    fs::set_permissions(dir, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(dir.join("probe"), "").is_ok() { Path::new("/proc") } else { dir }
}

#[test]
fn a_directory_that_is_read_only() {
    let (dir, keys) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let key = keys.path().join("auth.key");
    fs::write(&key, KEY).unwrap();
    let dir = read_only(dir.path());
    let refused = refusal(dir, &["--listen", "127.0.0.1:0"]);
    assert!(refused.contains("can't make the key file `auth.key`: "), "{refused}");
    let refused = refusal(dir, &["--listen", "127.0.0.1:0", "--key-file", key.to_str().unwrap()]);
    assert!(refused.contains("database"), "{refused}");
}

#[test]
fn an_empty_admin_key() {
    let dir = tempfile::tempdir().unwrap();
    let refused = refusal(dir.path(), &["--listen", "127.0.0.1:0", "--admin-key", ""]);
    assert_eq!(refused, "error: the admin key is empty\n");
}

#[test]
fn the_keys_of_another_database_are_no_reason_not_to_start() {
    // Nothing is encrypted yet, and what is can't be told apart before it is read.
    let dir = tempfile::tempdir().unwrap();
    drop(Running::start(dir.path(), &[]));
    fs::write(dir.path().join("auth.key"), KEY).unwrap();
    drop(Running::start(dir.path(), &[]));
}

#[test]
fn the_key_file_is_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    drop(Running::start(dir.path(), &[]));
    let mode = fs::metadata(dir.path().join("auth.key")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // It was written elsewhere first; nothing of that is left.
    let mut left: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.retain(|name| !name.to_string_lossy().starts_with("auth.db"));
    left.sort();
    assert_eq!(left, ["auth.key", "log"]);
}

#[test]
fn what_is_in_memory_needs_no_key_file() {
    let dir = tempfile::tempdir().unwrap();
    drop(Running::start(dir.path(), &["--store", "memory:"]));
    assert!(!dir.path().join("auth.key").exists());
}
