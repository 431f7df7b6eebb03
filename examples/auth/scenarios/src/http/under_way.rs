//! Requests that take long, and a server that is told to stop meanwhile.

use std::sync::Arc;
use std::time::{Duration, Instant};

use auth::Config;
use auth_core::{SessionStore as _, User, UserFilter, UserStore as _};
use serde_json::json;
use storewright::ErrorKind;
use storewright::layers::Call;
use tokio::time::{sleep, timeout};

use super::service::{PASSWORD, Person, Service};
use crate::check::{check, check_eq, checks, refused};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    passwords_are_slow_and_the_rest_is_not,
    what_runs_is_finished_before_the_end,
    what_hangs_is_cut_off_at_the_end,
    a_request_that_hangs_is_ended,
    a_client_that_goes_away_leaves_nothing_half_done,
];

/// How long anything may take here that is not to hang.
const SOON: Duration = Duration::from_secs(20);

async fn passwords_are_slow_and_the_rest_is_not(world: &World) -> Outcome {
    // How often a machine that is busy with something else is given another chance.
    const ATTEMPTS: usize = 3;
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let mut measured = Vec::new();
    for _ in 0..ATTEMPTS {
        let (alone, beside) = alone_and_beside_sign_ins(&person).await?;
        // The cores are shared, so it is slower, but nobody waits until a password is done.
        if beside < 10 * alone {
            return service.stop().await;
        }
        measured.push((alone, beside));
    }
    Err(format!("how long a request took alone and beside sign-ins: {measured:?}").into())
}

async fn alone_and_beside_sign_ins(person: &Person) -> Outcome<(Duration, Duration)> {
    const SIGN_INS: usize = 24;
    const ALONE: u32 = 100;
    let start = Instant::now();
    for _ in 0..ALONE {
        person.client.get("/v1/me").await?.json(200)?;
    }
    let alone = start.elapsed() / ALONE;
    let sign_ins: Vec<_> = (0..SIGN_INS)
        .map(|_| {
            let person = person.clone();
            tokio::spawn(async move { person.again().await })
        })
        .collect();
    let (start, mut served) = (Instant::now(), 0_u32);
    while sign_ins.iter().any(|task| !task.is_finished()) {
        person.client.get("/v1/me").await?.json(200)?;
        served += 1;
    }
    let beside = start.elapsed() / served.max(1);
    for sign_in in sign_ins {
        sign_in.await??;
    }
    Ok((alone, beside))
}

async fn what_runs_is_finished_before_the_end(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let (faults, store) = (service.faults.clone(), Arc::clone(service.store()));
    let anybody = service.anybody().clone();
    anybody.get("/health").await?.json(200)?;
    // The next look-up of a session is slow, and a sign-up is hashing.
    let selects = faults.on(Call::Select).of("auth_sessions");
    selects.delay(selects.calls() + 1, Duration::from_millis(600));
    let asked = selects.calls();
    let slow = tokio::spawn({
        let person = person.clone();
        async move { person.client.get("/v1/me").await }
    });
    while selects.calls() == asked {
        sleep(Duration::from_millis(1)).await;
    }
    let form = json!({ "email": format!("{}@example.com", unique("new")), "password": PASSWORD });
    let hashing = tokio::spawn(async move { client.post("/v1/sign-up", form).await });
    sleep(Duration::from_millis(20)).await;
    timeout(SOON, service.stop()).await.map_err(|_| "the server doesn't stop")??;

    let me = slow.await??.json(200)?;
    check_eq!(me["user"]["email"], person.email, "who they are, told at the end");
    hashing.await??.json(201)?;
    refused!(anybody.get("/health").await, "a request after the end");
    let closed = refused!(store.find_user(&person.id).await, "a call of the store after the end");
    check!(matches!(closed.kind(), ErrorKind::Closed), "a call of the store after the end: {closed}");
    Ok(())
}

async fn what_hangs_is_cut_off_at_the_end(world: &World) -> Outcome {
    let config = Config { shutdown_timeout: Duration::from_millis(200), ..Config::default() };
    let service = Service::start_with(world, config).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let selects = service.faults.on(Call::Select).of("auth_sessions");
    selects.hang(selects.calls() + 1);
    let asked = selects.calls();
    let hanging = tokio::spawn(async move { person.client.get("/v1/me").await });
    while selects.calls() == asked {
        sleep(Duration::from_millis(1)).await;
    }
    timeout(SOON, service.stop()).await.map_err(|_| "the server waits for what hangs")??;
    refused!(hanging.await?, "a request that hangs");
    Ok(())
}

async fn a_request_that_hangs_is_ended(world: &World) -> Outcome {
    let config = Config { request_timeout: Duration::from_millis(300), ..Config::default() };
    let service = Service::start_with(world, config).await?;
    let (_, client) = service.app().await?;
    let user = User::new(service.app().await?.0, "somebody@example.com");
    service.store().create_user(&user).await?;
    let selects = service.faults.on(Call::Select).of("auth_users");
    selects.hang(selects.calls() + 1);
    let credentials = json!({ "email": "somebody@example.com", "password": PASSWORD });
    let answer = client.post("/v1/sign-in", credentials.clone()).await?;
    answer.problem(408, "timeout")?;
    // The next one is not the worse for it.
    service.anybody().get("/health").await?.json(200)?;
    check_eq!(
        service.store().find_user(&user.id).await?.map(|user| user.id),
        Some(user.id),
        "the store afterwards"
    );
    service.stop().await
}

async fn a_client_that_goes_away_leaves_nothing_half_done(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let path = format!("/v1/admin/apps/{app}/session-config");
    service.operator().put(&path, json!({ "max_active_sessions": 1 })).await?.json(200)?;
    for pause in 0..40 {
        let form = json!({ "email": format!("{}@example.com", unique("new")), "password": PASSWORD });
        // The connection is closed after a moment, wherever the request is then.
        let gone = timeout(Duration::from_millis(2 * pause), client.post("/v1/sign-up", form)).await;
        if let Ok(answer) = gone {
            answer?.json(201)?;
        }
    }
    service.anybody().get("/health").await?.json(200)?;
    let users = service.store().list_users(&UserFilter::new().filter(User::APP_ID.eq(app))).await?.items;
    for user in users {
        check_eq!(service.store().count_active_sessions(&user.id).await?, 1, "sessions of who signed up");
    }
    service.stop().await
}
