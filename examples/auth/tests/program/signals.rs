//! Told to stop, it finishes what it does and says that all is well.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use auth::{Config, Server};
use serde_json::json;
use storewright::{ConnectOptions, KeyRing};

use super::client::{PASSWORD, answer, connect, head, sign_in, sign_up};
use super::running::Running;

/// A sign-up whose body is held back, on a server that waits for it.
fn half_a_sign_up(stream: &mut TcpStream, body: &str) {
    let head = head("POST", "/v1/sign-up", body.len(), None);
    write!(stream, "{head}expect: 100-continue\r\n\r\n").unwrap();
    // The server says so once the handler asks for the body.
    let mut go = [0; 25];
    stream.read_exact(&mut go).unwrap();
    assert_eq!(&go, b"HTTP/1.1 100 Continue\r\n\r\n");
}

fn body(email: &str) -> String {
    json!({ "email": email, "password": PASSWORD }).to_string()
}

#[test]
fn a_request_that_runs_is_finished_at_sigterm() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = Running::start(dir.path(), &[]);
    let (mut stream, body) = (connect(server.address).unwrap(), body("ada@example.com"));
    half_a_sign_up(&mut stream, &body);
    server.signal("-TERM");

    // It takes no new ones from now on, and waits for this one.
    let began = Instant::now();
    while connect(server.address).is_ok() {
        assert!(began.elapsed() < Duration::from_secs(5), "it still accepts");
    }
    write!(stream, "{body}").unwrap();
    assert_eq!(answer(stream).unwrap().status, 201);
    assert_eq!(server.ended_within(Duration::from_secs(5)).code(), Some(0));

    let server = Running::start(dir.path(), &[]);
    assert_eq!(sign_in(server.address, "ada@example.com").unwrap().status, 200);
}

#[test]
fn idle_connections_do_not_keep_it_at_sigint() {
    let dir = tempfile::tempdir().unwrap();
    let mut server = Running::start(dir.path(), &["--store", "memory:"]);
    let _idle = connect(server.address).unwrap();
    assert_eq!(sign_up(server.address, "ada@example.com").unwrap().status, 201);
    server.signal("-INT");
    assert_eq!(server.ended_within(Duration::from_secs(5)).code(), Some(0));
}

#[tokio::test]
async fn a_request_that_never_ends_is_cut_off() {
    let options = ConnectOptions::url("memory:").keys(KeyRing::new(1, [7; 32]));
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        shutdown_timeout: Duration::from_millis(200),
        ..Config::default()
    };
    let server = Server::start(options, config).await.unwrap();
    let address = server.address();
    let stream = tokio::task::spawn_blocking(move || {
        let mut stream = connect(address).unwrap();
        half_a_sign_up(&mut stream, &body("ada@example.com"));
        stream
    });
    let stream = stream.await.unwrap();
    let began = Instant::now();
    server.shutdown().await.unwrap();
    assert!((200..9000).contains(&began.elapsed().as_millis()), "{:?}", began.elapsed());
    assert!(answer(stream).is_err());
}

#[tokio::test]
async fn a_request_that_takes_too_long_is_told_so() {
    let options = ConnectOptions::url("memory:").keys(KeyRing::new(1, [7; 32]));
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        request_timeout: Duration::from_millis(200),
        ..Config::default()
    };
    let server = Server::start(options, config).await.unwrap();
    let address = server.address();
    let answered = tokio::task::spawn_blocking(move || {
        let mut stream = connect(address).unwrap();
        half_a_sign_up(&mut stream, &body("ada@example.com"));
        answer(stream).unwrap()
    });
    let answered = answered.await.unwrap();
    assert_eq!((answered.status, &answered.body["code"]), (408, &json!("timeout")));
    server.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_server_that_is_dropped_lets_go_of_its_port() {
    let options = || ConnectOptions::url("memory:").keys(KeyRing::new(1, [7; 32]));
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
    let server = Server::start(options(), config.clone()).await.unwrap();
    let address = server.address();
    drop(server);
    let began = Instant::now();
    let again = loop {
        match Server::start(options(), Config { listen: address, ..config.clone() }).await {
            Ok(server) => break server,
            Err(error) => assert!(began.elapsed() < Duration::from_secs(5), "{error}"),
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    again.shutdown().await.unwrap();
}
