use std::time::Duration;

use auth_core::{SessionStore as _, UserStore as _};
use serde_json::json;

use super::super::service::{PASSWORD, Person, Service, text};
use super::{Fault, MOST, disturbed, sessions};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    a_sign_up_that_fails_leaves_nobody,
    a_sign_in_that_fails_leaves_no_session,
    a_refresh_that_fails_leaves_the_token_good,
    a_refresh_without_an_answer,
    a_replay_that_fails_is_told_once,
];

async fn a_sign_up_that_fails_leaves_nobody(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    for fault in [Fault::Fail, Fault::LoseAnswer] {
        let mut failed = 0;
        for nth in 1..MOST {
            let form = json!({ "email": format!("{}@example.com", unique("new")), "password": PASSWORD });
            let request = client.post("/v1/sign-up", form.clone());
            let Some(answer) = disturbed(&service, nth, fault, request).await? else { break };
            answer.problem(503, "unavailable")?;
            failed += 1;
            match service.store().find_user_by_email(&app, text(&form["email"])?).await? {
                None => drop(client.post("/v1/sign-up", form).await?.json(201)?),
                // It was done, and only not told: then all of it is there, and it isn't done twice.
                Some(user) => {
                    check!(matches!(fault, Fault::LoseAnswer), "a user is left of call {nth} that failed");
                    check_eq!(sessions(&service, &user.id).await?, 1, "sessions of who signed up");
                    client.post("/v1/sign-up", form.clone()).await?.problem(409, "email_taken")?;
                    client.post("/v1/sign-in", form).await?.json(200)?;
                }
            }
        }
        check!((2..MOST - 1).contains(&failed), "{failed} calls of a sign-up failed");
    }
    service.stop().await
}

async fn a_sign_in_that_fails_leaves_no_session(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let path = format!("/v1/admin/apps/{app}/session-config");
    for limit in [None, Some(2)] {
        service.operator().put(&path, json!({ "max_active_sessions": limit })).await?.json(200)?;
        let person = Person::new(&client).await?;
        person.again().await?;
        let mut failed = 0;
        for nth in 1..MOST {
            world.advance(Duration::from_secs(1));
            let before = service.store().list_user_sessions(&person.id).await?;
            let request = client.post("/v1/sign-in", person.credentials());
            let Some(answer) = disturbed(&service, nth, Fault::Fail, request).await? else { break };
            let after = service.store().list_user_sessions(&person.id).await?;
            if answer.status == 200 {
                // What is done in one piece is tried again, and nobody sees it.
                check_eq!((limit, after.len()), (Some(2), 2), "sessions after a sign-in");
                check_eq!(answer.json(200)?["session"]["id"], json!(after[0].id), "the newest session");
            } else {
                answer.problem(503, "unavailable")?;
                check_eq!(after, before, "sessions after call {nth} failed");
                failed += 1;
            }
        }
        check!((2..MOST - 1).contains(&failed), "{failed} calls of a sign-in failed");
    }
    service.stop().await
}

async fn a_refresh_that_fails_leaves_the_token_good(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let mut person = Person::new(&client).await?;
    let mut failed = 0;
    for nth in 1..MOST {
        let request = client.post("/v1/refresh", person.refresh_form());
        let Some(answer) = disturbed(&service, nth, Fault::Fail, request).await? else { break };
        answer.problem(503, "unavailable")?;
        failed += 1;
        // The tokens are as good as before.
        person.client.get("/v1/me").await?.json(200)?;
        person = person.refreshed().await?;
        person.client.get("/v1/me").await?.json(200)?;
    }
    check!((3..MOST - 1).contains(&failed), "{failed} calls of a refresh failed");
    check_eq!(sessions(&service, &person.id).await?, 1, "sessions");
    check_eq!(service.notifications(&person.id, "refresh_token_reused").await?, [], "what they were told");
    service.stop().await
}

async fn a_refresh_without_an_answer(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let first = Person::new(&client).await?;
    let (mut unchanged, mut ended) = (0, 0);
    for nth in 1..MOST {
        let person = first.again().await?;
        let request = client.post("/v1/refresh", person.refresh_form());
        let Some(answer) = disturbed(&service, nth, Fault::LoseAnswer, request).await? else { break };
        answer.problem(503, "unavailable")?;
        let before = sessions(&service, &person.id).await?;
        let again = client.post("/v1/refresh", person.refresh_form()).await?;
        if again.status == 200 {
            unchanged += 1;
        } else {
            // The exchange was done, so the same token once more is one that was used: its session is over, and only that one.
            again.problem(401, "invalid_refresh_token")?;
            ended += 1;
            check_eq!(sessions(&service, &person.id).await?, before - 1, "sessions");
        }
        first.client.get("/v1/me").await?.json(200)?;
    }
    check_eq!(ended, 1, "exchanges that were done without an answer");
    check!(unchanged >= 2, "only {unchanged} calls come before the exchange");
    check_eq!(
        service.notifications(&first.id, "refresh_token_reused").await?.len(),
        1,
        "what they were told"
    );
    service.stop().await
}

async fn a_replay_that_fails_is_told_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let user = Person::new(&client).await?;
    for fault in [Fault::Fail, Fault::LoseAnswer] {
        let (mut told, mut last) = (service.notifications(&user.id, "refresh_token_reused").await?.len(), 0);
        for nth in 1..MOST {
            let first = user.again().await?;
            let second = first.refreshed().await?;
            let before = sessions(&service, &user.id).await?;
            let request = client.post("/v1/refresh", first.refresh_form());
            let Some(answer) = disturbed(&service, nth, fault, request).await? else { break };
            last = nth;
            match answer.status {
                401 => drop(answer.problem(401, "invalid_refresh_token")?),
                _ => drop(answer.problem(503, "unavailable")?),
            }
            // Its end and that it is told come together.
            let now = service.notifications(&user.id, "refresh_token_reused").await?.len();
            let ended = usize::try_from(before - sessions(&service, &user.id).await?)?;
            check_eq!(now - told, ended, "what was told beside sessions that ended, when call {nth} failed");
            check!(ended == 1 || answer.status == 503, "a replay was answered, and nothing was ended");
            // And in the end it is over, and told once.
            client.post("/v1/refresh", first.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
            second.client.get("/v1/me").await?.problem(401, "invalid_token")?;
            told += 1;
            let now = service.notifications(&user.id, "refresh_token_reused").await?.len();
            check_eq!(now, told, "what was told in the end, when call {nth} failed");
        }
        check!((6..MOST - 1).contains(&last), "a replay makes {last} calls");
    }
    service.stop().await
}
