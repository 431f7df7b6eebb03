//! Killed at any moment, it has kept every promise that it made.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use auth::{Config, Keys, Server};
use auth_core::{User, UserFilter};

use super::client::{sign_in, sign_up};
use super::running::Running;

const CLIENTS: usize = 4;
const ENOUGH: usize = 24;

#[tokio::test]
async fn every_sign_up_that_was_answered_can_sign_in_after_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let server = Running::start(dir.path(), &[]);
    let (answered, asked) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let email = format!("u{}@example.com", asked.fetch_add(1, Ordering::Relaxed));
                    // It was killed: nothing was promised.
                    let Ok(answer) = sign_up(server.address, &email) else { return };
                    assert_eq!(answer.status, 201, "{answer:?}");
                    let mut answered = answered.lock().unwrap();
                    answered.push(email);
                    if answered.len() == ENOUGH {
                        // While the others are half way through theirs.
                        server.signal("-KILL");
                    }
                }
            });
        }
    });
    let (answered, asked) = (answered.into_inner().unwrap(), asked.into_inner());
    assert!(answered.len() >= ENOUGH && answered.len() < asked);

    let server = Running::start(dir.path(), &[]);
    for email in &answered {
        assert_eq!(sign_in(server.address, email).unwrap().status, 200, "{email}");
    }
    // Of the others each is there or isn't, and none is there in part.
    for email in (0..asked).map(|n| format!("u{n}@example.com")).filter(|email| !answered.contains(email)) {
        let status = sign_up(server.address, &email).unwrap().status;
        assert!([201, 409].contains(&status), "{email}: {status}");
        assert_eq!(sign_in(server.address, &email).unwrap().status, 200, "{email}");
    }
    drop(server);
    every_user_has_a_first_session(dir.path(), asked).await;
}

async fn every_user_has_a_first_session(dir: &std::path::Path, users: usize) {
    let options = Keys::of_file(&dir.join("auth.key")).unwrap();
    let options = options.connect(&format!("sqlite:{}", dir.join("auth.db").display()));
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), ..Config::default() };
    let server = Server::start(options, config).await.unwrap();
    let all = UserFilter::new().limit(10_000).order_by(User::EMAIL.asc());
    let all = server.store().list_users(&all).await.unwrap();
    assert_eq!(all.items.len(), users);
    for user in all.items {
        // That of its sign-up, and that of the sign-in above.
        assert_eq!(server.store().count_active_sessions(&user.id).await.unwrap(), 2, "{}", user.email);
    }
    server.shutdown().await.unwrap();
}
