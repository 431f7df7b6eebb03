//! Tokens and sessions that end, by the store's clock.

use std::time::Duration;

use auth_core::SessionStore as _;
use serde_json::{Value, json};
use storewright::Timestamp;

use super::service::{Person, Service, list, text};
use crate::check::{check, check_eq, checks};
use crate::race::{RACERS, race};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    an_access_token_ends_and_is_renewed,
    a_session_ends_with_its_tokens,
    lifetimes_are_the_apps_to_say,
    an_end_that_was_changed_is_no_token,
    activity_is_written_down_once_a_minute,
    the_oldest_sessions_make_room,
    many_sign_ins_at_once_keep_within_the_limit,
];

const MICRO: Duration = Duration::from_micros(1);

fn moment(value: &Value) -> Outcome<Timestamp> {
    Ok(text(value)?.parse().map_err(|_| format!("{value} is no moment"))?)
}

async fn an_access_token_ends_and_is_renewed(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let signed_in = client.post("/v1/sign-in", person.credentials()).await?.json(200)?;
    let end = moment(&signed_in["session"]["token_expires_at"])?;
    let quarter = Duration::from_secs(15 * 60);
    check!(
        end <= world.later(quarter) && end > world.later(quarter) - Duration::from_secs(1),
        "its end is {end}"
    );
    let mut person = Person::of(&client, &signed_in)?;
    for _ in 0..3 {
        let stored = service.store().list_user_sessions(&person.id).await?;
        check!(
            stored.iter().all(|session| session.expires_at > world.later(quarter)),
            "a session ends with its token"
        );
        world.advance(quarter - Duration::from_secs(1));
        person.client.get("/v1/me").await?.json(200)?;
        world.advance(Duration::from_secs(1));
        person.client.get("/v1/me").await?.problem(401, "token_expired")?;
        person.client.post("/v1/sign-out", json!({})).await?.problem(401, "token_expired")?;
        person = person.refreshed().await?;
        person.client.get("/v1/me").await?.json(200)?;
    }
    service.stop().await
}

async fn a_session_ends_with_its_tokens(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let end = service.store().list_user_sessions(&person.id).await?[0].expires_at;
    world.advance(end.since(world.now()) - MICRO);
    let person = person.refreshed().await?;
    let end = service.store().list_user_sessions(&person.id).await?[0].expires_at;
    world.advance(end.since(world.now()));
    person.client.get("/v1/me").await?.problem(401, "token_expired")?;
    client.post("/v1/refresh", person.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    check_eq!(service.store().count_active_sessions(&person.id).await?, 0, "sessions");
    // It was not used before: nobody is warned.
    check_eq!(service.notifications(&person.id, "refresh_token_reused").await?, [], "what they were told");
    let again = person.again().await?;
    again.client.get("/v1/me").await?.json(200)?;
    let sessions = again.client.get("/v1/sessions").await?.json(200)?;
    check_eq!(list(&sessions["items"])?.len(), 1, "sessions that are listed");
    service.stop().await
}

async fn lifetimes_are_the_apps_to_say(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((app, client), (_, other)) = (service.app().await?, service.app().await?);
    let config = json!({ "token_ttl_seconds": 60, "refresh_token_ttl_seconds": 150 });
    let path = format!("/v1/admin/apps/{app}/session-config");
    let set = service.operator().put(&path, config).await?.json(200)?;
    let expected = json!({
        "token_ttl_seconds": 60, "refresh_token_ttl_seconds": 150,
        "max_active_sessions": null, "rotate_refresh_token": null,
    });
    check_eq!(set, expected, "what was set");
    let (person, elsewhere) = (Person::new(&client).await?, Person::new(&other).await?);
    world.advance(Duration::from_secs(60));
    person.client.get("/v1/me").await?.problem(401, "token_expired")?;
    elsewhere.client.get("/v1/me").await?.json(200)?;
    let person = person.refreshed().await?;
    let stored = service.store().list_user_sessions(&person.id).await?;
    check_eq!(stored[0].expires_at, world.later(Duration::from_secs(150)), "the session's end");
    // An access token is never good for longer than its session.
    let config = json!({ "token_ttl_seconds": 9_000, "refresh_token_ttl_seconds": 150 });
    service.operator().put(&path, config).await?.json(200)?;
    let answer = client.post("/v1/refresh", person.refresh_form()).await?.json(200)?;
    let (token, session) = (&answer["session"]["token_expires_at"], &answer["session"]["expires_at"]);
    check!(moment(token)? <= moment(session)?, "the token lasts until {token}, the session until {session}");
    let person = person.renewed(&answer)?;
    world.advance(Duration::from_secs(150));
    person.client.get("/v1/me").await?.problem(401, "token_expired")?;
    client.post("/v1/refresh", person.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    service.stop().await
}

async fn an_end_that_was_changed_is_no_token(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    // The first eight bytes say until when: 58 bits of them are the first eleven letters but for six bits.
    for position in 2..11 {
        for letter in ["A", "B", "f", "_"] {
            let mut changed = person.token.clone();
            changed.replace_range(position..=position, letter);
            if changed != person.token {
                let answer = client.with(&changed).get("/v1/me").await?;
                check_eq!(answer.status, 401, "the status of a token with another end");
            }
        }
    }
    let mut later = person.token.clone();
    later.replace_range(4..5, "B");
    client.with(&later).get("/v1/me").await?.problem(401, "invalid_token")?;
    world.advance(Duration::from_secs(16 * 60));
    client.with(&later).get("/v1/me").await?.problem(401, "invalid_token")?;
    person.client.get("/v1/me").await?.problem(401, "token_expired")?;
    service.stop().await
}

async fn activity_is_written_down_once_a_minute(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let begun = world.now();
    let seen = async || {
        Ok::<_, crate::Failure>(service.store().list_user_sessions(&person.id).await?[0].last_activity_at)
    };
    check_eq!(seen().await?, begun, "when the session was last used");
    for (step, expected) in [(59, 0), (1, 60), (30, 60), (29, 60), (1, 120)] {
        world.advance(Duration::from_secs(step));
        let me = person.client.get("/v1/me").await?.json(200)?;
        let expected = begun + Duration::from_secs(expected);
        check_eq!(seen().await?, expected, "when the session was last used");
        check_eq!(moment(&me["session"]["last_activity_at"])?, expected, "what is told of it");
    }
    // It was used, but lasts no longer for that.
    let end = service.store().list_user_sessions(&person.id).await?[0].expires_at;
    check_eq!(end, begun + Duration::from_secs(30 * 24 * 3_600), "the session's end");
    service.stop().await
}

async fn the_oldest_sessions_make_room(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let path = format!("/v1/admin/apps/{app}/session-config");
    service.operator().put(&path, json!({ "max_active_sessions": 3 })).await?.json(200)?;
    let (mut sessions, bystander) = (vec![Person::new(&client).await?], Person::new(&client).await?);
    for _ in 0..5 {
        world.advance(Duration::from_secs(1));
        sessions.push(sessions[0].again().await?);
        let (ended, alive) = sessions.split_at(sessions.len().saturating_sub(3));
        for session in alive {
            session.client.get("/v1/me").await?.json(200)?;
        }
        for session in ended {
            session.client.get("/v1/me").await?.problem(401, "invalid_token")?;
            let refresh = client.post("/v1/refresh", session.refresh_form()).await?;
            refresh.problem(401, "invalid_refresh_token")?;
        }
    }
    let listed = sessions[5].client.get("/v1/sessions").await?.json(200)?;
    let ids: Vec<_> = list(&listed["items"])?.iter().map(|session| session["id"].clone()).collect();
    let expected: Vec<_> = sessions[3..].iter().rev().map(|session| json!(session.session)).collect();
    check_eq!(ids, expected, "sessions that are left, newest first");
    bystander.client.get("/v1/me").await?.json(200)?;
    // A refresh is no sign-in: it ends nobody's session.
    let renewed = sessions[3].refreshed().await?;
    for session in [&renewed, &sessions[4], &sessions[5]] {
        session.client.get("/v1/me").await?.json(200)?;
    }
    service.stop().await
}

async fn many_sign_ins_at_once_keep_within_the_limit(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let path = format!("/v1/admin/apps/{app}/session-config");
    service.operator().put(&path, json!({ "max_active_sessions": 3 })).await?.json(200)?;
    let person = Person::new(&client).await?;
    world.advance(Duration::from_secs(1));
    let sessions = race(RACERS, |_| {
        let person = person.clone();
        async move { person.again().await }
    });
    let mut alive = 0;
    for session in sessions.await? {
        alive += usize::from(session?.client.get("/v1/me").await?.status == 200);
    }
    check_eq!(alive, 3, "sessions that are left");
    check_eq!(service.store().count_active_sessions(&person.id).await?, 3, "sessions that are stored");
    person.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    service.stop().await
}
