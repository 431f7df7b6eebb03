//! Several processes on one file.

use std::thread;

use super::client::{call, me, sign_in, sign_up};
use super::running::Running;

#[test]
fn several_start_at_once_in_an_empty_directory_and_serve_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let servers: Vec<_> = thread::scope(|scope| {
        let starting: Vec<_> = (0..4).map(|_| scope.spawn(|| Running::start(dir.path(), &[]))).collect();
        starting.into_iter().map(|starting| starting.join().unwrap()).collect()
    });
    let token = sign_up(servers[0].address, "ada@example.com").unwrap().token();
    for server in &servers {
        assert_eq!(me(server.address, &token).unwrap().body["user"]["email"], "ada@example.com");
        assert_eq!(sign_in(server.address, "ada@example.com").unwrap().status, 200);
        // One platform app, whoever made it: the address is taken everywhere.
        let again = sign_up(server.address, "ada@example.com").unwrap();
        assert_eq!((again.status, again.body["code"].as_str()), (409, Some("email_taken")));
    }
    assert_eq!(call(servers[3].address, "POST", "/v1/sign-out", None, Some(&token)).unwrap().status, 204);
    assert_eq!(me(servers[1].address, &token).unwrap().status, 401);
}

#[test]
fn what_was_written_is_there_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let server = Running::start(dir.path(), &[]);
    let token = sign_up(server.address, "ada@example.com").unwrap().token();
    drop(server);
    let server = Running::start(dir.path(), &[]);
    assert_eq!(me(server.address, &token).unwrap().status, 200);
}
