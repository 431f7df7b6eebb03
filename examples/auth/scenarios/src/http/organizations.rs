//! Organizations and their members, as their users see them.

use std::time::Duration;

use auth_core::{MemberStore as _, OrganizationStore as _, SessionStore as _};
use serde_json::{Value, json};

use super::service::{Person, Service, id, list, text};
use crate::check::{check, check_eq, checks};
use crate::race::{RACERS, race};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    an_organization_from_its_beginning_to_its_end,
    members_come_and_go,
    a_slug_is_taken_once,
    changes_at_once_dont_undo_each_other,
    a_user_who_is_deleted_is_no_member,
];

async fn an_organization_from_its_beginning_to_its_end(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let owner = Person::new(&client).await?;
    let form = json!({ "name": "Acme", "slug": "acme" });
    let acme = owner.client.post("/v1/organizations", form).await?.json(201)?;
    let expected = json!({
        "id": acme["id"], "name": "Acme", "slug": "acme", "logo": null,
        "created_at": world.now(), "updated_at": world.now(),
    });
    check_eq!(acme, expected, "the organization");
    let path = format!("/v1/organizations/{}", text(&acme["id"])?);
    let members = owner.client.get(&format!("{path}/members")).await?.json(200)?;
    let expected = json!([{
        "id": members["items"][0]["id"], "user_id": owner.id, "email": owner.email, "role": "owner",
    }]);
    check_eq!(members["items"], expected, "its members");
    world.advance(Duration::from_secs(1));
    let form = json!({ "name": "Zoo", "slug": "zoo" });
    let zoo = owner.client.post("/v1/organizations", form).await?.json(201)?;
    check_eq!(
        owner.client.get("/v1/organizations").await?.json(200)?["items"],
        json!([acme, zoo]),
        "by name"
    );

    let logo = "https://example.com/logo.png";
    let changed = owner.client.patch(&path, json!({ "name": "Zzz", "logo": logo })).await?.json(200)?;
    let expected = json!({
        "id": acme["id"], "name": "Zzz", "slug": "acme", "logo": logo,
        "created_at": acme["created_at"], "updated_at": world.now(),
    });
    check_eq!(changed, expected, "the organization that was changed");
    check_eq!(owner.client.get(&path).await?.json(200)?, expected, "as it is given");
    check_eq!(
        owner.client.get("/v1/organizations").await?.json(200)?["items"],
        json!([zoo, changed]),
        "by name"
    );
    let bare = owner.client.patch(&path, json!({ "logo": null, "slug": "zzz" })).await?.json(200)?;
    check_eq!(
        (&bare["logo"], &bare["slug"], &bare["name"]),
        (&Value::Null, &json!("zzz"), &json!("Zzz")),
        "bare"
    );
    check!(
        service.store().find_organization_by_slug(&app, "acme").await?.is_none(),
        "the old slug is still there"
    );

    owner.client.delete(&path).await?.done()?;
    owner.client.delete(&path).await?.problem(404, "not_found")?;
    owner.client.get(&path).await?.problem(404, "not_found")?;
    check_eq!(owner.client.get("/v1/organizations").await?.json(200)?["items"], json!([zoo]), "what is left");
    check_eq!(service.store().count_active_sessions(&owner.id).await?, 1, "sessions of the owner");
    service.stop().await
}

async fn members_come_and_go(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (owner, bob, eve) =
        (Person::new(&client).await?, Person::new(&client).await?, Person::new(&client).await?);
    let acme =
        owner.client.post("/v1/organizations", json!({ "name": "Acme", "slug": "acme" })).await?.json(201)?;
    let path = format!("/v1/organizations/{}", text(&acme["id"])?);
    let members = format!("{path}/members");
    bob.client.get(&path).await?.problem(404, "not_found")?;
    let form = json!({ "email": bob.email.to_uppercase(), "role": "member" });
    world.advance(Duration::from_secs(1));
    let added = owner.client.post(&members, form.clone()).await?.json(201)?;
    let expected = json!({ "id": added["id"], "user_id": bob.id, "email": bob.email, "role": "member" });
    check_eq!(added, expected, "the member who was added");
    owner.client.post(&members, form).await?.problem(409, "already_member")?;
    let nobody = json!({ "email": format!("{}@example.com", unique("nobody")), "role": "member" });
    owner.client.post(&members, nobody).await?.problem(422, "unknown_user")?;
    check_eq!(bob.client.get(&path).await?.json(200)?, acme, "the organization to its new member");
    check_eq!(
        bob.client.get("/v1/organizations").await?.json(200)?["items"],
        json!([acme]),
        "their organizations"
    );
    let listed = bob.client.get(&members).await?.json(200)?;
    let people: Vec<_> = list(&listed["items"])?.iter().map(|member| member["user_id"].clone()).collect();
    check_eq!(people, [json!(owner.id), json!(bob.id)], "members");

    let of_bob = format!("{members}/{}", text(&added["id"])?);
    let promoted = owner.client.patch(&of_bob, json!({ "role": "admin" })).await?.json(200)?;
    check_eq!(promoted["role"], "admin", "the member's new role");
    bob.client.post(&members, json!({ "email": eve.email, "role": "member" })).await?.json(201)?;
    // A member of another organization is none of this one.
    let zoo =
        eve.client.post("/v1/organizations", json!({ "name": "Zoo", "slug": "zoo" })).await?.json(201)?;
    let elsewhere = format!("/v1/organizations/{}/members/{}", text(&zoo["id"])?, text(&added["id"])?);
    eve.client.patch(&elsewhere, json!({ "role": "member" })).await?.problem(404, "not_found")?;
    eve.client.delete(&elsewhere).await?.problem(404, "not_found")?;

    bob.client.delete(&of_bob).await?.done()?;
    bob.client.get(&path).await?.problem(404, "not_found")?;
    owner.client.delete(&of_bob).await?.problem(404, "not_found")?;
    check_eq!(
        bob.client.get("/v1/organizations").await?.json(200)?["items"],
        json!([]),
        "organizations of nobody"
    );
    bob.client.get("/v1/me").await?.json(200)?;
    check_eq!(service.store().list_members(&id(&acme["id"])?).await?.len(), 2, "members who are left");
    service.stop().await
}

async fn a_slug_is_taken_once(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let (ada, bob) = (Person::new(&client).await?, Person::new(&client).await?);
    let answers = race(RACERS, |number| {
        let person = if number % 2 == 0 { ada.clone() } else { bob.clone() };
        async move { person.client.post("/v1/organizations", json!({ "name": "Acme", "slug": "acme" })).await }
    });
    let mut made = Vec::new();
    for answer in answers.await? {
        let answer = answer?;
        if answer.status == 201 {
            made.push(answer.json(201)?);
        } else {
            answer.problem(409, "slug_taken")?;
            check!(!answer.text().contains("acme"), "a refusal tells the slug");
        }
    }
    check_eq!(made.len(), 1, "organizations that were made");
    let mut mine = 0;
    for person in [&ada, &bob] {
        mine += list(&person.client.get("/v1/organizations").await?.json(200)?["items"])?.len();
    }
    check_eq!(mine, 1, "organizations of both");
    let other =
        ada.client.post("/v1/organizations", json!({ "name": "Other", "slug": "other" })).await?.json(201)?;
    let path = format!("/v1/organizations/{}", text(&other["id"])?);
    ada.client.patch(&path, json!({ "slug": "acme" })).await?.problem(409, "slug_taken")?;
    check_eq!(ada.client.get(&path).await?.json(200)?, other, "the organization that kept its slug");
    service.stop().await
}

async fn changes_at_once_dont_undo_each_other(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (_, client) = service.app().await?;
    let owner = Person::new(&client).await?;
    let acme =
        owner.client.post("/v1/organizations", json!({ "name": "Acme", "slug": "acme" })).await?.json(201)?;
    let path = format!("/v1/organizations/{}", text(&acme["id"])?);
    for round in 0..4 {
        // One changes the name, one the slug, one the logo.
        let changes = [
            json!({ "name": format!("Name {round}") }),
            json!({ "slug": format!("slug-{round}") }),
            json!({ "logo": format!("https://example.com/{round}") }),
        ];
        let answers = race(3, |number| {
            let (client, path, change) = (owner.client.clone(), path.clone(), changes[number].clone());
            async move { client.patch(&path, change).await }
        });
        for answer in answers.await? {
            answer?.json(200)?;
        }
        let now = owner.client.get(&path).await?.json(200)?;
        let (name, slug) = (format!("Name {round}"), format!("slug-{round}"));
        let logo = format!("https://example.com/{round}");
        check_eq!(
            (&now["name"], &now["slug"], &now["logo"]),
            (&json!(name), &json!(slug), &json!(logo)),
            "it"
        );
    }
    service.stop().await
}

async fn a_user_who_is_deleted_is_no_member(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let (owner, bob) = (Person::new(&client).await?, Person::new(&client).await?);
    let acme =
        owner.client.post("/v1/organizations", json!({ "name": "Acme", "slug": "acme" })).await?.json(201)?;
    let members = format!("/v1/organizations/{}/members", text(&acme["id"])?);
    let form = json!({ "email": bob.email, "role": "admin" });
    owner.client.post(&members, form.clone()).await?.json(201)?;
    service.operator().delete(&format!("/v1/admin/apps/{app}/users/{}", bob.id)).await?.done()?;
    let left = owner.client.get(&members).await?.json(200)?;
    check_eq!(list(&left["items"])?.len(), 1, "members who are left");
    owner.client.post(&members, form).await?.problem(422, "unknown_user")?;
    service.stop().await
}
