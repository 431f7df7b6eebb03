//! However much is logged, nothing secret is.

use std::fs;

use serde_json::json;

use super::client::{PASSWORD, call, sign_in, sign_up};
use super::running::{Running, program};

const ADMIN_KEY: &str = "open-sesame-7f3a";

#[test]
fn the_log_has_no_secret_and_no_address() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = program(dir.path());
    let server =
        Running::spawn(command.args(["--log", "trace"]).env("AUTH_ADMIN_KEY", ADMIN_KEY), dir.path());
    let address = server.address;
    let first = sign_up(address, "ada@example.com").unwrap();
    sign_up(address, "ada@example.com").unwrap();
    sign_in(address, "bob@example.com").unwrap();
    let second = sign_in(address, "ada@example.com").unwrap();
    let refresh = json!({ "refresh_token": second.body["session"]["refresh_token"] });
    for status in [200, 401] {
        assert_eq!(call(address, "POST", "/v1/refresh", Some(&refresh), None).unwrap().status, status);
    }
    let apps = call(address, "GET", "/v1/admin/apps", None, Some(ADMIN_KEY)).unwrap();
    let app = apps.body["items"][0]["id"].as_str().unwrap();
    let users = format!("/v1/admin/apps/{app}/users?email=ada%40example.com");
    assert_eq!(call(address, "GET", &users, None, Some(ADMIN_KEY)).unwrap().body["total"], 1);
    let wrong = json!({ "email": "carol@example.com", "password": 81_818_181 });
    let wrong = call(address, "POST", "/v1/sign-in", Some(&wrong), None).unwrap();
    assert_eq!(wrong.status, 422);
    assert!(!wrong.body.to_string().contains("81818181"), "{wrong:?}");
    drop(server);

    let log = fs::read_to_string(dir.path().join("log")).unwrap();
    assert!(log.contains("answered") && log.contains("a refresh token was used again"), "{log}");
    let key = fs::read_to_string(dir.path().join("auth.key")).unwrap();
    let key = key.lines().last().and_then(|line| line.split(' ').nth(1)).unwrap();
    let tokens = [&first, &second].map(|answer| answer.token());
    for secret in [PASSWORD, ADMIN_KEY, "example.com", "81818181", key, &tokens[0], &tokens[1]] {
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}
