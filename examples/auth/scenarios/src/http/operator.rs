//! What the operator does with apps.

use std::collections::BTreeSet;

use auth_core::{AppStore as _, EnvironmentStore as _};
use serde_json::{Value, json};

use super::client::Client;
use super::service::{ADMIN_KEY, Person, Service, id, list, text};
use crate::check::{check, check_eq, checks};
use crate::race::{RACERS, race};
use crate::store::rows::{rows_of, sizes};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    an_app_begins_with_a_default_environment,
    an_app_is_made_by_one_of_many,
    an_app_is_deleted_with_everything,
    apps_are_listed_page_by_page,
    without_an_operators_key_there_is_no_operator,
];

async fn an_app_begins_with_a_default_environment(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let slug = unique("app");
    let app =
        service.operator().post("/v1/admin/apps", json!({ "name": "New", "slug": slug })).await?.json(201)?;
    let expected = json!({
        "id": app["id"], "name": "New", "slug": slug, "publishable_key": app["publishable_key"],
    });
    check_eq!(app, expected, "the app");
    let stored = service.store().get_app(&id(&app["id"])?).await?;
    check_eq!(stored.publishable_key.as_deref(), Some(text(&app["publishable_key"])?), "its key");
    check!(!stored.is_platform, "it is the platform's app");
    let environments = service.store().list_environments(&stored.id).await?;
    check_eq!(environments.len(), 1, "its environments");
    check!(environments[0].is_default, "its environment is not the default");
    let (_, other) = service.app().await?;
    let client = service.anybody().of_app(text(&app["publishable_key"])?);
    let person = Person::new(&client).await?;
    other.with(&person.token).get("/v1/me").await?.problem(401, "invalid_token")?;
    service.stop().await
}

async fn an_app_is_made_by_one_of_many(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let form = json!({ "name": "New", "slug": unique("app") });
    let answers = race(RACERS, |_| {
        let (operator, form) = (service.operator(), form.clone());
        async move { operator.post("/v1/admin/apps", form).await }
    });
    let mut made = Vec::new();
    for answer in answers.await? {
        let answer = answer?;
        if answer.status == 201 {
            made.push(answer.json(201)?);
        } else {
            answer.problem(409, "slug_taken")?;
        }
    }
    check_eq!(made.len(), 1, "apps that were made");
    let environments = service.store().list_environments(&id(&made[0]["id"])?).await?;
    check_eq!(environments.len(), 1, "its environments");
    service.stop().await
}

/// Somebody of an app with a bit of everything.
async fn settled(client: &Client) -> Outcome<Person> {
    let person = Person::new(client).await?;
    let second = person.again().await?;
    let form = json!({ "name": "Org", "slug": unique("org") });
    second.client.post("/v1/organizations", form).await?.json(201)?;
    person.client.put("/v1/consents/mail", json!({ "version": "1" })).await?.json(200)?;
    let waiting = json!({ "email": format!("{}@example.com", unique("w")), "name": "W" });
    client.post("/v1/waitlist", waiting).await?.json(201)?;
    // A replay, for a notification.
    second.refreshed().await?;
    client.post("/v1/refresh", second.refresh_form()).await?.problem(401, "invalid_refresh_token")?;
    Ok(person)
}

async fn an_app_is_deleted_with_everything(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let ((doomed, here), (other, there)) = (service.app().await?, service.app().await?);
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for _ in 0..3 {
        own.push(settled(&here).await?);
        others.push(settled(&there).await?);
    }
    let operator = service.operator();
    operator.put(&format!("/v1/admin/apps/{doomed}/session-config"), json!({})).await?.json(200)?;
    operator.delete(&format!("/v1/admin/apps/{doomed}/users/{}", own[2].id)).await?.done()?;
    let ids = |people: &[Person]| people.iter().map(|person| person.id).collect::<Vec<_>>();
    let before = rows_of(service.store(), other, &ids(&others)).await?;
    let full = sizes(&rows_of(service.store(), doomed, &ids(&own)).await?);
    for table in ["auth_apps", "auth_environments", "auth_users", "auth_sessions", "auth_organizations"] {
        check!(full.get(table) > Some(&0), "nothing is in {table}");
    }
    for table in ["auth_members", "auth_notifications", "auth_app_session_configs", "consent_consents"] {
        check!(full.get(table) > Some(&0), "nothing is in {table}");
    }

    let path = format!("/v1/admin/apps/{doomed}");
    operator.delete(&path).await?.done()?;
    operator.delete(&path).await?.problem(404, "unknown_app")?;
    let left = sizes(&rows_of(service.store(), doomed, &ids(&own)).await?);
    check!(
        left.len() == 19 && left.values().all(|size| *size == 0),
        "rows that outlived their app: {left:?}"
    );
    check!(
        rows_of(service.store(), other, &ids(&others)).await? == before,
        "another app's rows are not as they were"
    );
    for person in &own {
        person.client.get("/v1/me").await?.problem(401, "invalid_token")?;
        let anonymous = person.client.of_no_app().anonymous();
        let refresh = anonymous.post("/v1/refresh", person.refresh_form()).await?;
        refresh.problem(401, "invalid_refresh_token")?;
        here.post("/v1/sign-in", person.credentials()).await?.problem(404, "unknown_app")?;
    }
    operator.get(&format!("{path}/users")).await?.problem(404, "unknown_app")?;
    for person in &others {
        person.client.get("/v1/me").await?.json(200)?;
    }
    service.stop().await
}

async fn apps_are_listed_page_by_page(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let mut made = BTreeSet::new();
    for _ in 0..9 {
        made.insert(service.app().await?.0.to_string());
    }
    let operator = service.operator();
    let (mut seen, mut path) = (Vec::new(), "/v1/admin/apps?limit=4".to_owned());
    loop {
        let page = operator.get(&path).await?.json(200)?;
        let items = list(&page["items"])?;
        check!(items.len() <= 4, "a page of {}", items.len());
        check!(page["total"].as_u64() >= Some(10), "a total of {}", page["total"]);
        seen.extend(items.iter().map(|app| app["id"].as_str().unwrap_or_default().to_owned()));
        match &page["next"] {
            Value::Null => break,
            next => path = format!("/v1/admin/apps?limit=4&cursor={}", text(next)?),
        }
    }
    check!(seen.is_sorted(), "apps are not listed from the oldest on");
    let different: BTreeSet<_> = seen.iter().cloned().collect();
    check_eq!(different.len(), seen.len(), "different apps that were listed");
    check!(made.is_subset(&different), "an app was not listed");
    service.stop().await
}

async fn without_an_operators_key_there_is_no_operator(world: &World) -> Outcome {
    let config = auth::Config { listen: ([127, 0, 0, 1], 0).into(), ..auth::Config::default() };
    let server = auth::Server::start(world.options(), config).await?;
    let client = Client::new(server.address());
    for key in [None, Some(ADMIN_KEY), Some("")] {
        let client = key.map_or(client.clone(), |key| client.with(key));
        client.get("/v1/admin/apps").await?.problem(404, "unknown_route")?;
        client
            .post("/v1/admin/apps", json!({ "name": "New", "slug": "new" }))
            .await?
            .problem(404, "unknown_route")?;
    }
    client.get("/health").await?.json(200)?;
    server.shutdown().await?;
    Ok(())
}
