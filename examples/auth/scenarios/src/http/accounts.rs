//! Signing up, in and out.

use std::time::Duration;

use auth_core::{Session, SessionStore as _, User, UserFilter, UserStore as _};
use serde_json::json;
use storewright::backend::Select;
use storewright::query::Predicate;
use storewright::{Entity as _, StoreValue as _, Value};

use super::service::{PASSWORD, Person, Service, list};
use crate::check::{check, check_eq, checks};
use crate::race::{RACERS, race};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    somebody_signs_up_in_and_out,
    what_does_not_prove_who_one_is_looks_alike,
    a_ban_ends_sessions_and_keeps_out,
    a_ban_ends_by_itself,
    an_address_signs_up_once,
    a_deleted_user_is_out_and_their_address_free,
    nothing_secret_is_stored,
];

async fn somebody_signs_up_in_and_out(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let email = format!("{}@Example.COM", unique("Ada"));
    let username = unique("ada");
    let form = json!({
        "email": format!(" {email} "), "password": PASSWORD,
        "first_name": "Ada", "last_name": "Lovelace", "username": username,
    });
    let answer = client.post("/v1/sign-up", form).await?.json(201)?;
    let user = json!({
        "id": answer["user"]["id"], "created_at": answer["user"]["created_at"],
        "email": email.to_lowercase(), "email_verified": false,
        "first_name": "Ada", "last_name": "Lovelace", "username": username,
    });
    check_eq!(answer["user"], user, "the user who signed up");
    let keys = |value: &serde_json::Value| {
        value.as_object().map(|object| object.keys().cloned().collect::<Vec<_>>())
    };
    let expected = ["expires_at", "id", "refresh_token", "token", "token_expires_at"].map(str::to_owned);
    check_eq!(keys(&answer["session"]), Some(expected.to_vec()), "what is told of the session");
    let ada = Person::of(&client, &answer)?;
    check_eq!(service.store().get_user(&ada.id).await?.app_id, app, "the app of the user");

    let me = ada.client.get("/v1/me").await?.json(200)?;
    check_eq!(me["user"], user, "who they are");
    check_eq!(me["session"]["id"], ada.session, "the session that they are in");
    check_eq!(me["session"]["expires_at"], answer["session"]["expires_at"], "the end of the session");
    let again =
        client.post("/v1/sign-in", json!({ "email": email.to_uppercase(), "password": PASSWORD })).await?;
    let again = again.json(200)?;
    check_eq!(again["user"], user, "the user who signed in");
    let second = Person::of(&client, &again)?;
    check!(second.session != ada.session && second.token != ada.token, "the sessions are the same");

    second.client.post("/v1/sign-out", json!({})).await?.done()?;
    second.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    second.client.post("/v1/sign-out", json!({})).await?.problem(401, "invalid_token")?;
    let refresh = client.post("/v1/refresh", second.refresh_form()).await?;
    refresh.problem(401, "invalid_refresh_token")?;
    check_eq!(service.notifications(&ada.id, "refresh_token_reused").await?, [], "what they were told");
    ada.client.get("/v1/me").await?.json(200)?;
    client.get("/v1/me").await?.problem(401, "missing_token")?;
    service.stop().await
}

async fn what_does_not_prove_who_one_is_looks_alike(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((_, client), (_, elsewhere)) = (service.app().await?, service.app().await?);
    let (ada, bob) = (Person::new(&client).await?, Person::new(&client).await?);
    let stranger = Person::new(&elsewhere).await?;
    service.store().delete_user(&bob.id).await?;
    let without_password = User::new(service.store().get_user(&ada.id).await?.app_id, "none@example.com");
    service.store().create_user(&without_password).await?;
    let attempts = [
        ("a wrong password", ada.email.as_str(), "wrong horse battery"),
        ("an empty password", &ada.email, ""),
        ("the beginning of the password", &ada.email, &PASSWORD[..PASSWORD.len() - 1]),
        ("a space after the password", &ada.email, &format!("{PASSWORD} ")),
        ("an unknown address", &format!("{}@example.com", unique("nobody")), PASSWORD),
        ("no address at all", "nobody", PASSWORD),
        ("nothing", "", ""),
        ("a user who was deleted", &bob.email, PASSWORD),
        ("a user of another app", &stranger.email, PASSWORD),
        ("a user without a password", "none@example.com", ""),
        ("a part of an address", &ada.email[1..], PASSWORD),
    ];
    let mut first: Option<(Vec<u8>, Vec<String>)> = None;
    for (name, email, password) in attempts {
        let answer = client.post("/v1/sign-in", json!({ "email": email, "password": password })).await?;
        answer.problem(401, "wrong_credentials")?;
        // All of it is the same: the words, and the headers but for the moment.
        let mut headers: Vec<_> = (answer.headers.iter().filter(|(name, _)| *name != "date"))
            .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap_or("?")))
            .collect();
        headers.sort();
        let this = (answer.body, headers);
        check_eq!(&this, first.get_or_insert(this.clone()), "the answer to {name}");
    }
    check_eq!(
        service.store().count_active_sessions(&ada.id).await?,
        1,
        "sessions of whom others tried to be"
    );
    ada.again().await?;
    service.stop().await
}

async fn a_ban_ends_sessions_and_keeps_out(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let (ada, bob) = (Person::new(&client).await?, Person::new(&client).await?);
    let second = ada.again().await?;
    let path = format!("/v1/admin/apps/{app}/users/{}", ada.id);
    let banned =
        service.operator().patch(&path, json!({ "banned": true, "ban_reason": "spam" })).await?.json(200)?;
    let expected = (json!(true), json!("spam"), json!(ada.email));
    check_eq!(
        (banned["banned"].clone(), banned["ban_reason"].clone(), banned["email"].clone()),
        expected,
        "the ban"
    );
    for person in [&ada, &second] {
        person.client.get("/v1/me").await?.problem(401, "invalid_token")?;
        client.post("/v1/refresh", person.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    }
    check_eq!(service.store().count_active_sessions(&ada.id).await?, 0, "sessions of who is banned");
    // Only who knows the password is told.
    client.post("/v1/sign-in", ada.credentials()).await?.problem(403, "banned")?;
    let wrong = json!({ "email": ada.email, "password": "wrong horse battery" });
    client.post("/v1/sign-in", wrong).await?.problem(401, "wrong_credentials")?;
    check_eq!(service.store().count_active_sessions(&ada.id).await?, 0, "sessions of who was kept out");
    let list_path = format!("/v1/admin/apps/{app}/users?banned=true");
    let page = service.operator().get(&list_path).await?.json(200)?;
    check_eq!((page["total"].clone(), list(&page["items"])?.len()), (json!(1), 1), "users who are banned");
    bob.client.get("/v1/me").await?.json(200)?;

    let lifted = service.operator().patch(&path, json!({ "banned": false })).await?.json(200)?;
    check_eq!(
        (&lifted["banned"], &lifted["ban_reason"]),
        (&json!(false), &json!(null)),
        "a ban that was lifted"
    );
    ada.again().await?.client.get("/v1/me").await?.json(200)?;
    service.stop().await
}

async fn a_ban_ends_by_itself(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let ada = Person::new(&client).await?;
    let end = serde_json::to_value(world.later(Duration::from_secs(60)))?;
    let path = format!("/v1/admin/apps/{app}/users/{}", ada.id);
    let ban = json!({ "banned": true, "ban_expires": end });
    check_eq!(
        service.operator().patch(&path, ban).await?.json(200)?["ban_expires"],
        end,
        "the end of the ban"
    );
    world.advance(Duration::from_micros(59_999_999));
    client.post("/v1/sign-in", ada.credentials()).await?.problem(403, "banned")?;
    world.advance(Duration::from_micros(1));
    ada.again().await?.client.get("/v1/me").await?.json(200)?;
    ada.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    service.stop().await
}

async fn an_address_signs_up_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let email = format!("{}@example.com", unique("ada"));
    let answers = race(RACERS, |number| {
        let email = if number % 2 == 0 { email.clone() } else { email.to_uppercase() };
        let client = client.clone();
        async move { client.post("/v1/sign-up", json!({ "email": email, "password": PASSWORD })).await }
    });
    let mut winners = Vec::new();
    for answer in answers.await? {
        let answer = answer?;
        if answer.status == 201 {
            winners.push(Person::of(&client, &answer.json(201)?)?);
        } else {
            answer.problem(409, "email_taken")?;
            check!(!answer.text().to_lowercase().contains(&email), "a refusal tells the address");
        }
    }
    check_eq!(winners.len(), 1, "who signed up");
    let of_the_app = UserFilter::new().filter(User::APP_ID.eq(app)).limit(0);
    check_eq!(service.store().list_users(&of_the_app).await?.total, Some(1), "users of the app");
    check_eq!(service.store().count_active_sessions(&winners[0].id).await?, 1, "sessions of who signed up");
    winners[0].client.get("/v1/me").await?.json(200)?;
    service.stop().await
}

async fn a_deleted_user_is_out_and_their_address_free(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let ada = Person::new(&client).await?;
    let path = format!("/v1/admin/apps/{app}/users/{}", ada.id);
    service.operator().delete(&path).await?.done()?;
    service.operator().delete(&path).await?.problem(404, "not_found")?;
    ada.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    client.post("/v1/refresh", ada.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    client.post("/v1/sign-in", ada.credentials()).await?.problem(401, "wrong_credentials")?;
    let again = client.post("/v1/sign-up", ada.credentials()).await?.json(201)?;
    let again = Person::of(&client, &again)?;
    check!(again.id != ada.id, "who signed up again is the one who was deleted");
    ada.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    again.client.get("/v1/me").await?.json(200)?;
    service.stop().await
}

async fn nothing_secret_is_stored(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let ada = Person::new(&client).await?;
    let renewed = ada.refreshed().await?;
    let stored = everything(&service, &renewed).await?;
    for (name, secret) in [
        ("the password", PASSWORD),
        ("the access token", &renewed.token),
        ("the refresh token", &renewed.refresh_token),
        ("the access token from before", &ada.token),
        ("the refresh token from before", &ada.refresh_token),
    ] {
        // Nor a half of it: a token has two parts.
        for part in [secret, &secret[..secret.len() / 2], &secret[secret.len() / 2..]] {
            check!(!stored.contains(part), "{name} can be read in the database");
        }
    }
    check!(stored.contains("$argon2id$"), "the password is hashed otherwise");
    let answers =
        [client.post("/v1/sign-in", ada.credentials()).await?, renewed.client.get("/v1/sessions").await?];
    for answer in answers {
        check_eq!(answer.status, 200, "the status");
        check!(!answer.text().contains("argon2"), "a hash can be read in an answer");
    }
    service.stop().await
}

/// The rows of a user and of their sessions, as the database has them.
async fn everything(service: &Service, person: &Person) -> Outcome<String> {
    let backend = service.store().backing().backend();
    let id = person.id.to_value()?;
    let mut stored = String::new();
    let users = Select::new(User::schema(), Predicate::equals(User::ID.position(), id.clone()));
    let column = Session::USER_ID.position();
    let sessions = Select::new(Session::schema(), Predicate::equals(column, id));
    for select in [users, sessions] {
        let rows = backend.select(select).await?.rows;
        check_eq!(rows.len(), 1, "rows of the user");
        for value in rows.iter().flat_map(|row| row.iter()) {
            match value {
                Value::Text(text) | Value::Json(text) => stored.push_str(text),
                Value::Bytes(bytes) => stored.push_str(&String::from_utf8_lossy(bytes)),
                _ => {}
            }
            stored.push('\n');
        }
    }
    Ok(stored)
}
