//! Apps that are served side by side don't see each other.

use auth_core::{
    AppStore as _, EnvironmentStore as _, OrganizationStore as _, SessionStore as _, UserStore as _,
};
use hyper::Method;
use serde_json::{Value, json};

use super::service::{PASSWORD, Person, Service, list, text};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    one_address_is_a_user_of_each_app,
    a_session_is_good_for_its_own_app,
    an_unknown_app_is_nobodys,
    organizations_of_another_app_are_not_there,
    the_operator_finds_users_in_their_app_only,
    without_a_key_it_is_the_platforms_app,
];

async fn one_address_is_a_user_of_each_app(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((a, here), (b, there)) = (service.app().await?, service.app().await?);
    let (email, username) = (format!("{}@example.com", unique("ada")), unique("ada"));
    let form = |password: &str| json!({ "email": email, "password": password, "username": username });
    let ada = Person::of(&here, &here.post("/v1/sign-up", form("password of here")).await?.json(201)?)?;
    let namesake =
        Person::of(&there, &there.post("/v1/sign-up", form("password of there")).await?.json(201)?)?;
    check!(ada.id != namesake.id, "two apps have one user");
    let apps = (
        service.store().get_user(&ada.id).await?.app_id,
        service.store().get_user(&namesake.id).await?.app_id,
    );
    check_eq!(apps, (a, b), "the apps of the users");
    let attempt = |password: &str| json!({ "email": email, "password": password });
    here.post("/v1/sign-in", attempt("password of there")).await?.problem(401, "wrong_credentials")?;
    there.post("/v1/sign-in", attempt("password of here")).await?.problem(401, "wrong_credentials")?;
    let signed_in = there.post("/v1/sign-in", attempt("password of there")).await?.json(200)?;
    check_eq!(Person::of(&there, &signed_in)?.id, namesake.id, "who signed in there");

    let waiting = json!({ "email": email, "name": "Ada" });
    for client in [&here, &there] {
        check_eq!(
            client.post("/v1/waitlist", waiting.clone()).await?.json(201)?["email"],
            email,
            "who waits"
        );
        client.post("/v1/waitlist", waiting.clone()).await?.problem(409, "already_waiting")?;
    }
    ada.client.put("/v1/consents/mail", json!({ "version": "1" })).await?.json(200)?;
    let consents = namesake.client.get("/v1/consents").await?.json(200)?;
    check_eq!(consents["total"], 0, "consents of the namesake");
    namesake.client.delete("/v1/consents/mail").await?.problem(404, "not_found")?;
    check_eq!(ada.client.get("/v1/consents").await?.json(200)?["total"], 1, "consents");
    service.stop().await
}

async fn a_session_is_good_for_its_own_app(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((_, here), (_, there)) = (service.app().await?, service.app().await?);
    let ada = Person::new(&here).await?;
    let (lost, keyless) = (there.with(&ada.token), ada.client.of_no_app());
    for (method, path, body) in [
        (Method::GET, "/v1/me", None),
        (Method::GET, "/v1/sessions", None),
        (Method::DELETE, "/v1/sessions", None),
        (Method::POST, "/v1/sign-out", None),
        (Method::GET, "/v1/notifications", None),
        (Method::GET, "/v1/organizations", None),
        (Method::POST, "/v1/organizations", Some(json!({ "name": "An organization", "slug": "org" }))),
        (Method::GET, "/v1/consents", None),
        (Method::PUT, "/v1/consents/mail", Some(json!({ "version": "1" }))),
    ] {
        let answer = lost.ask(method, path, body).await?;
        answer.problem(401, "invalid_token")?;
    }
    let answer = there.post("/v1/refresh", ada.refresh_form()).await?;
    answer.problem(401, "invalid_refresh_token")?;
    // None of that has ended it, or used its token up. Without a key it is as good as with it.
    check_eq!(service.store().count_active_sessions(&ada.id).await?, 1, "sessions");
    keyless.get("/v1/me").await?.json(200)?;
    let renewed = ada.refreshed().await?;
    renewed.client.get("/v1/me").await?.json(200)?;
    // Used, it ends its family for whoever sends it, but not when it is sent to another app.
    there.post("/v1/refresh", ada.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    renewed.client.get("/v1/me").await?.json(200)?;
    check_eq!(service.notifications(&ada.id, "refresh_token_reused").await?, [], "what they were told");
    let keyless = here.of_no_app().post("/v1/refresh", ada.refresh_form()).await?;
    keyless.problem(401, "invalid_refresh_token")?;
    renewed.client.get("/v1/me").await?.problem(401, "invalid_token")?;
    check_eq!(service.notifications(&ada.id, "refresh_token_reused").await?.len(), 1, "what they were told");
    service.stop().await
}

async fn an_unknown_app_is_nobodys(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let ada = Person::new(&client).await?;
    let nobody = service.anybody().of_app(&unique("pk"));
    let credentials = ada.credentials();
    for (path, body) in [
        ("/v1/sign-up", json!({ "email": format!("{}@example.com", unique("bob")), "password": PASSWORD })),
        ("/v1/sign-in", credentials),
        ("/v1/refresh", ada.refresh_form()),
        ("/v1/waitlist", json!({ "email": "bob@example.com", "name": "Bob" })),
    ] {
        nobody.post(path, body).await?.problem(404, "unknown_app")?;
    }
    nobody.with(&ada.token).get("/v1/me").await?.problem(404, "unknown_app")?;
    ada.refreshed().await?.client.get("/v1/me").await?.json(200)?;
    service.stop().await
}

async fn organizations_of_another_app_are_not_there(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((_, here), (b, there)) = (service.app().await?, service.app().await?);
    let (ada, stranger) = (Person::new(&here).await?, Person::new(&there).await?);
    let form = json!({ "name": "Same name", "slug": "same-slug" });
    let own = ada.client.post("/v1/organizations", form.clone()).await?.json(201)?;
    let other = stranger.client.post("/v1/organizations", form).await?.json(201)?;
    check!(own["id"] != other["id"], "two apps have one organization");
    let found = service.store().get_organization_by_slug(&b, "same-slug").await?;
    check_eq!(json!(found.id), other["id"], "the organization there");
    let path = format!("/v1/organizations/{}", text(&own["id"])?);
    let members = format!("{path}/members");
    let of_ada = list(&ada.client.get(&members).await?.json(200)?["items"])?.clone();
    let member = format!("{members}/{}", text(&of_ada[0]["id"])?);
    let add = json!({ "email": stranger.email, "role": "member" });
    for (method, path, body) in [
        (Method::GET, &path, None),
        (Method::PATCH, &path, Some(json!({ "name": "Taken over" }))),
        (Method::DELETE, &path, None),
        (Method::GET, &members, None),
        (Method::POST, &members, Some(add.clone())),
        (Method::PATCH, &member, Some(json!({ "role": "member" }))),
        (Method::DELETE, &member, None),
    ] {
        stranger.client.ask(method, path, body).await?.problem(404, "not_found")?;
    }
    ada.client.post(&members, add).await?.problem(422, "unknown_user")?;
    check_eq!(list(&ada.client.get(&members).await?.json(200)?["items"])?, &of_ada, "members");
    check_eq!(ada.client.get(&path).await?.json(200)?, own, "the organization");
    let mine: Value = stranger.client.get("/v1/organizations").await?.json(200)?;
    check_eq!(mine["items"], json!([other]), "organizations of the stranger");
    service.stop().await
}

async fn the_operator_finds_users_in_their_app_only(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((a, here), (b, there)) = (service.app().await?, service.app().await?);
    let (ada, stranger) = (Person::new(&here).await?, Person::new(&there).await?);
    let operator = service.operator();
    for (app, person) in [(a, &ada), (b, &stranger)] {
        let page = operator.get(&format!("/v1/admin/apps/{app}/users")).await?.json(200)?;
        let ids: Vec<_> = list(&page["items"])?.iter().map(|user| user["id"].clone()).collect();
        check_eq!((ids, &page["total"]), (vec![json!(person.id)], &json!(1)), "users of an app");
    }
    let path = format!("/v1/admin/apps/{b}/users/{}", ada.id);
    operator.delete(&path).await?.problem(404, "not_found")?;
    operator.patch(&path, json!({ "banned": true })).await?.problem(404, "not_found")?;
    ada.client.get("/v1/me").await?.json(200)?;
    service.stop().await
}

async fn without_a_key_it_is_the_platforms_app(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ada = Person::new(service.anybody()).await?;
    let user = service.store().get_user(&ada.id).await?;
    let platform = service.store().get_platform_app().await?;
    check_eq!(user.app_id, platform.id, "the app of who signed up without a key");
    let default = service.store().get_default_environment(&platform.id).await?;
    check_eq!(default.app_id, platform.id, "the platform's default environment");
    let (_, client) = service.app().await?;
    client.with(&ada.token).get("/v1/me").await?.problem(401, "invalid_token")?;
    client.post("/v1/sign-in", ada.credentials()).await?.problem(401, "wrong_credentials")?;
    let path = format!("/v1/admin/apps/{}", platform.id);
    service.operator().delete(&path).await?.problem(409, "platform_app")?;
    ada.client.get("/v1/me").await?.json(200)?;
    service.operator().delete(&format!("{path}/users/{}", ada.id)).await?.done()?;
    service.store().purge_user(&ada.id).await?;
    service.stop().await
}
