//! What has expired is removed in the background, sooner or later.

use std::sync::Arc;
use std::time::{Duration, Instant};

use auth::{Config, Server};
use auth_core::{Verification, VerificationKind};
use storewright::layers::{Call, Faults};
use storewright::{Clock as _, ConnectOptions, Error, KeyRing, ManualClock, Timestamp};

use super::client::sign_up;

const MONTHS: Duration = Duration::from_secs(90 * 24 * 60 * 60);

#[tokio::test]
async fn expired_rows_go_once_the_database_lets_them() {
    let (clock, faults) = (Arc::new(ManualClock::new(Timestamp::now())), Faults::new());
    let options = ConnectOptions::url("memory:")
        .keys(KeyRing::new(1, [7; 32]))
        .clock(clock.clone())
        .layer(faults.clone());
    let config = Config {
        listen: ([127, 0, 0, 1], 0).into(),
        purge_interval: Duration::from_millis(10),
        ..Config::default()
    };
    let server = Server::start(options, config).await.unwrap();
    let (address, store) = (server.address(), Arc::clone(server.store()));
    tokio::task::spawn_blocking(move || sign_up(address, "ada@example.com").unwrap()).await.unwrap();
    let app = store.get_platform_app().await.unwrap();
    let ada = store.get_user_by_email(&app.id, "ada@example.com").await.unwrap();
    let end = clock.now() + Duration::from_secs(60);
    let code = store
        .create_verification(&Verification::new(&ada, VerificationKind::Email, "code", end))
        .await
        .unwrap();

    let outage = faults.on(Call::Delete);
    outage.fail_always(Error::busy("planned"));
    clock.advance(MONTHS);
    let tries = outage.calls();
    until(async || outage.calls() > tries + 2).await;
    assert!(store.find_verification_by_id(&code.id).await.unwrap().is_some());

    faults.heal();
    until(async || store.find_verification_by_id(&code.id).await.unwrap().is_none()).await;
    // The sessions went in the same round.
    assert_eq!(store.purge_expired_sessions().await.unwrap(), 0);
    server.shutdown().await.unwrap();
}

async fn until(reached: impl AsyncFn() -> bool) {
    let began = Instant::now();
    while !reached().await {
        assert!(began.elapsed() < Duration::from_secs(10), "it never came to that");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
