//! A user's own sessions, listed and ended.

use auth_core::SessionStore as _;
use hyper::Request;
use hyper::header::USER_AGENT;
use serde_json::json;
use storewright::Id;

use super::service::{Person, Service, list};
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    sessions_are_listed_to_their_user,
    a_session_is_ended_by_its_user,
    all_sessions_are_ended_at_once,
    where_a_session_comes_from,
    a_token_comes_as_a_bearer_token,
];

async fn sessions_are_listed_to_their_user(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (first, stranger) = (Person::new(&client).await?, Person::new(&client).await?);
    world.advance(std::time::Duration::from_secs(1));
    let second = first.again().await?;
    for (current, _) in [(&first, 0), (&second, 1)] {
        let answer = current.client.get("/v1/sessions").await?.json(200)?;
        let listed: Vec<_> = list(&answer["items"])?
            .iter()
            .map(|item| (item["id"].clone(), item["current"].clone()))
            .collect();
        let expected = [&second, &first].map(|of| (json!(of.session), json!(of.session == current.session)));
        check_eq!(listed, expected, "sessions, newest first, and which is the current one");
        for item in list(&answer["items"])? {
            check_eq!(item["ip_address"], "127.0.0.1", "where a session comes from");
            check!(!answer.to_string().contains(&first.token), "a token can be read in the list");
            check_eq!(
                item.as_object().map(serde_json::Map::len),
                Some(7),
                "what is told of a session: {item}"
            );
        }
    }
    let answer = stranger.client.get("/v1/sessions").await?.json(200)?;
    check_eq!(list(&answer["items"])?.len(), 1, "sessions of somebody else");
    service.stop().await
}

async fn a_session_is_ended_by_its_user(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((_, client), (_, elsewhere)) = (service.app().await?, service.app().await?);
    let (first, stranger) = (Person::new(&client).await?, Person::new(&client).await?);
    let (second, foreigner) = (first.again().await?, Person::new(&elsewhere).await?);
    let path = format!("/v1/sessions/{}", second.session);
    // Whose it isn't isn't told that it is there.
    let unknown = format!("/v1/sessions/{}", Id::<auth_core::Session>::new());
    let absent = stranger.client.delete(&unknown).await?;
    absent.problem(404, "not_found")?;
    for other in [&stranger, &foreigner] {
        let answer = other.client.delete(&path).await?;
        answer.problem(404, "not_found")?;
        check_eq!(answer.text(), absent.text(), "what is told of a session that isn't one's own");
    }
    second.client.get("/v1/me").await?.json(200)?;
    first.client.delete(&path).await?.done()?;
    first.client.delete(&path).await?.problem(404, "not_found")?;
    second.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    client.post("/v1/refresh", second.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    check_eq!(service.notifications(&first.id, "refresh_token_reused").await?, [], "what they were told");
    // Its own one, which is like signing out.
    first.client.delete(&format!("/v1/sessions/{}", first.session)).await?.done()?;
    first.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    for bad in ["1", &first.session[1..], &first.id.to_string()] {
        stranger.client.delete(&format!("/v1/sessions/{bad}")).await?.problem(400, "invalid_id")?;
    }
    service.stop().await
}

async fn all_sessions_are_ended_at_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (first, stranger) = (Person::new(&client).await?, Person::new(&client).await?);
    let mut sessions = vec![first.clone()];
    for _ in 0..3 {
        sessions.push(first.again().await?);
    }
    let answer = sessions[2].client.delete("/v1/sessions").await?.json(200)?;
    check_eq!(answer, json!({ "revoked": 4 }), "how many were ended");
    for session in &sessions {
        session.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    }
    check_eq!(service.store().count_active_sessions(&first.id).await?, 0, "sessions that are stored");
    stranger.client.get("/v1/me").await?.json(200)?;
    first.again().await?.client.get("/v1/me").await?.json(200)?;
    service.stop().await
}

async fn where_a_session_comes_from(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    for agent in ["Browser/1.0", &"long".repeat(200)] {
        let request = Request::post("/v1/sign-in").header("content-type", "application/json");
        // What a client says of others is not believed.
        let request = request.header(USER_AGENT, agent).header("x-forwarded-for", "192.0.2.7");
        let answer =
            client.send(request.body(person.credentials().to_string().into_bytes())?).await?.json(200)?;
        let session = Person::of(&client, &answer)?;
        let listed = session.client.get("/v1/sessions").await?.json(200)?;
        let current = list(&listed["items"])?.iter().find(|item| item["current"] == true);
        let expected: String = agent.chars().take(300).collect();
        let current = current.ok_or("no session is the current one")?;
        check_eq!(current["user_agent"], expected, "the program that the session is of");
        check_eq!(current["ip_address"], "127.0.0.1", "where it comes from");
    }
    service.stop().await
}

async fn a_token_comes_as_a_bearer_token(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let token = &person.token;
    for (header, code) in [
        (format!("Bearer {token}"), ""),
        (format!("bearer {token}"), ""),
        (format!("BEARER  {token} "), ""),
        (String::new(), "missing_token"),
        ("Bearer".to_owned(), "missing_token"),
        (token.clone(), "missing_token"),
        (format!("Basic {token}"), "missing_token"),
        (format!("Bearer{token}"), "missing_token"),
        ("Bearer ".to_owned(), "missing_token"),
        (format!("Bearer {token}x"), "invalid_token"),
        (format!("Bearer {}", &token[1..]), "invalid_token"),
        (format!("Bearer {token} {token}"), "invalid_token"),
        (format!("Bearer {}{}", &token[..20], token[20..].to_uppercase()), "invalid_token"),
        (format!("Bearer {}", person.refresh_token), "invalid_token"),
        (format!("Bearer {}", person.session), "invalid_token"),
    ] {
        let request = Request::get("/v1/me").header("authorization", &header).body(Vec::new())?;
        let answer = client.send(request).await?;
        let judged = if code.is_empty() { answer.json(200) } else { answer.problem(401, code) };
        judged.map_err(|error| format!("`{}`: {error}", header.replace(token, "TOKEN")))?;
    }
    for path in ["/v1/me?access_token=TOKEN", "/v1/me?token=TOKEN", "/v1/me?authorization=Bearer%20TOKEN"] {
        client.get(&path.replace("TOKEN", token)).await?.problem(401, "missing_token")?;
    }
    let cookie = Request::get("/v1/me").header("cookie", format!("token={token}")).body(Vec::new())?;
    client.send(cookie).await?.problem(401, "missing_token")?;
    service.stop().await
}
