//! A database that doesn't answer, for a while.

use std::time::Duration;

use auth_core::SessionStore as _;
use hyper::Method;
use serde_json::{Value, json};
use storewright::layers::Call;
use storewright::{Error, ErrorKind};

use super::client::Client;
use super::service::{PASSWORD, Person, Service, id, list, text};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    every_route_says_that_it_is_unavailable,
    what_needs_no_store_is_answered_all_the_same,
    a_session_that_cant_be_touched_serves,
    an_error_of_the_database_tells_nothing,
];

fn unavailable() -> Error {
    ErrorKind::Unavailable { reason: "planned at db.internal:5432".into() }.into()
}

/// Somebody with an organization, and every request that they and the operator can make. None of them undoes what another needs.
async fn every_route(service: &Service, client: &Client) -> Outcome<(Person, Vec<Route>)> {
    let person = Person::new(client).await?;
    let other = Person::new(client).await?;
    let form = json!({ "name": "Crew", "slug": unique("crew") });
    let made = person.client.post("/v1/organizations", form).await?.json(201)?;
    let organization = format!("/v1/organizations/{}", text(&made["id"])?);
    let form = json!({ "email": other.email, "role": "admin" });
    let member = person.client.post(&format!("{organization}/members"), form).await?.json(201)?;
    let member = format!("{organization}/members/{}", text(&member["id"])?);
    let session = format!("/v1/sessions/{}", person.again().await?.session);
    let (app, nobody) = service.app().await?;
    let user = Person::new(&nobody).await?.id;
    let email = || format!("{}@example.com", unique("new"));
    let app = format!("/v1/admin/apps/{app}");
    let (anonymous, own, operator) = (client.clone(), person.client.clone(), service.operator());
    let route = |who: &Client, method: Method, path: &str, body: Option<Value>, status: u16| Route {
        client: who.clone(),
        method,
        path: path.to_owned(),
        body,
        status,
    };
    let (get, post, put, patch, delete) =
        (Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE);
    let slug = || json!({ "name": "New", "slug": unique("new") });
    let new_member = json!({ "email": Person::new(client).await?.email, "role": "member" });
    let sign_up = json!({ "email": email(), "password": PASSWORD });
    let wait = json!({ "email": email(), "name": "New" });
    Ok((
        person.clone(),
        vec![
            route(&anonymous, get.clone(), "/health", None, 200),
            route(&anonymous, post.clone(), "/v1/sign-up", Some(sign_up), 201),
            route(&anonymous, post.clone(), "/v1/sign-in", Some(person.credentials()), 200),
            route(&anonymous, post.clone(), "/v1/refresh", Some(other.refresh_form()), 200),
            route(&anonymous, post.clone(), "/v1/waitlist", Some(wait), 201),
            route(&own, get.clone(), "/v1/me", None, 200),
            route(&own, get.clone(), "/v1/sessions", None, 200),
            route(&own, delete.clone(), &session, None, 204),
            route(&own, get.clone(), "/v1/notifications", None, 200),
            route(&own, get.clone(), "/v1/organizations", None, 200),
            route(&own, post.clone(), "/v1/organizations", Some(slug()), 201),
            route(&own, get.clone(), &organization, None, 200),
            route(&own, patch.clone(), &organization, Some(json!({ "name": "Other" })), 200),
            route(&own, get.clone(), &format!("{organization}/members"), None, 200),
            route(&own, post.clone(), &format!("{organization}/members"), Some(new_member), 201),
            route(&own, patch.clone(), &member, Some(json!({ "role": "member" })), 200),
            route(&own, delete.clone(), &member, None, 204),
            route(&own, delete.clone(), &organization, None, 204),
            route(&own, put.clone(), "/v1/consents/mail", Some(json!({ "version": "1" })), 200),
            route(&own, get.clone(), "/v1/consents", None, 200),
            route(&own, delete.clone(), "/v1/consents/mail", None, 204),
            route(&operator, post.clone(), "/v1/admin/apps", Some(slug()), 201),
            route(&operator, get.clone(), "/v1/admin/apps", None, 200),
            route(&operator, put, &format!("{app}/session-config"), Some(json!({})), 200),
            route(&operator, get, &format!("{app}/users"), None, 200),
            route(&operator, patch, &format!("{app}/users/{user}"), Some(json!({ "banned": true })), 200),
            route(&operator, delete.clone(), &format!("{app}/users/{user}"), None, 204),
            route(&operator, delete.clone(), &app, None, 204),
            route(&own, post, "/v1/sign-out", None, 204),
            route(&person.again().await?.client, delete, "/v1/sessions", None, 200),
        ],
    ))
}

/// A request, and the status of its success.
struct Route {
    client: Client,
    method: Method,
    path: String,
    body: Option<Value>,
    status: u16,
}

async fn every_route_says_that_it_is_unavailable(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (person, routes) = every_route(&service, &client).await?;
    service.faults.fail_always(unavailable());
    for Route { client, method, path, body, .. } in &routes {
        let answer = client.ask(method.clone(), path, body.clone()).await?;
        let judged = answer.problem(503, "unavailable");
        judged.map_err(|error| format!("{method} {path}: {error}"))?;
        check!(!answer.text().contains("planned"), "{method} {path} tells what the driver says");
    }
    service.faults.heal();
    service.anybody().get("/health").await?.json(200)?;
    // One that is only too busy is told in the same way.
    service.faults.fail_always(Error::busy("planned: too many connections"));
    service.anybody().get("/health").await?.problem(503, "unavailable")?;
    person.client.get("/v1/me").await?.problem(503, "unavailable")?;
    service.faults.heal();
    person.client.get("/v1/me").await?.json(200)?;
    // It is as if nothing had been: each request does what it did not do before.
    for Route { client, method, path, body, status } in routes {
        let answer = client.ask(method.clone(), &path, body).await?;
        check_eq!(answer.status, status, "{method} {path} afterwards: {}", answer.text());
    }
    service.stop().await
}

async fn what_needs_no_store_is_answered_all_the_same(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    service.faults.fail_always(unavailable());
    let client = service.anybody();
    client.get("/health").await?.problem(503, "unavailable")?;
    client.get("/v1/nothing").await?.problem(404, "unknown_route")?;
    client.get("/v1/sign-up").await?.problem(405, "method_not_allowed")?;
    client.get("/v1/me").await?.problem(401, "missing_token")?;
    client.with("nonsense").get("/v1/me").await?.problem(401, "invalid_token")?;
    client.post("/v1/sign-up", json!({})).await?.problem(422, "validation_failed")?;
    client.with("nonsense").get("/v1/admin/apps").await?.problem(401, "wrong_admin_key")?;
    service.faults.heal();
    client.get("/health").await?.json(200)?;
    service.stop().await
}

async fn a_session_that_cant_be_touched_serves(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    let begun = world.now();
    world.advance(Duration::from_secs(120));
    let updates = service.faults.on(Call::Update).of("auth_sessions");
    updates.fail_always(unavailable());
    person.client.get("/v1/me").await?.json(200)?;
    check!(updates.calls() > 0, "the session was not to be touched");
    let session = service.store().get_session(&id(&json!(person.session))?).await?;
    check_eq!(session.last_activity_at, begun, "when the session was last used");
    service.faults.heal();
    person.client.get("/v1/me").await?.json(200)?;
    let session = service.store().get_session(&id(&json!(person.session))?).await?;
    check_eq!(session.last_activity_at, world.now(), "when the session was last used");
    service.stop().await
}

async fn an_error_of_the_database_tells_nothing(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let person = Person::new(&client).await?;
    service.faults.fail_always(Error::backend("planned: no such column `secret` in `auth_users`"));
    for answer in [
        person.client.get("/v1/me").await?,
        person.client.get("/v1/organizations").await?,
        client.post("/v1/sign-in", person.credentials()).await?,
        service.operator().get("/v1/admin/apps").await?,
    ] {
        answer.problem(500, "internal")?;
        for word in ["planned", "secret", "auth_users", "column"] {
            check!(
                !answer.text().contains(word),
                "the answer tells what the database says: {}",
                answer.text()
            );
        }
        check_eq!(answer.header("retry-after"), "", "when to come again, which is never");
    }
    service.faults.heal();
    let sessions = person.client.get("/v1/sessions").await?.json(200)?;
    check_eq!(list(&sessions["items"])?.len(), 1, "sessions");
    service.stop().await
}
