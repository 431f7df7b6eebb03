use auth_core::{
    App, AppFilter, AppStore as _, EnvironmentStore as _, Member, MemberFilter, MemberStore as _,
    OrganizationStore as _, User, UserStore as _,
};
use serde_json::{Value, json};

use super::super::client::Client;
use super::super::service::{Person, Service, id, list};
use super::{Fault, MOST, disturbed, sessions};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    an_organization_that_fails_has_no_members,
    an_app_that_fails_has_no_environment,
    a_ban_that_fails_ends_no_session,
    a_deletion_that_fails_reaches_nothing,
];

async fn an_organization_that_fails_has_no_members(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let person = Person::new(&client).await?;
    for fault in [Fault::Fail, Fault::LoseAnswer] {
        let mut failed = 0;
        for nth in 1..MOST {
            let slug = unique("org");
            let request = person.client.post("/v1/organizations", json!({ "name": "New", "slug": slug }));
            let Some(answer) = disturbed(&service, nth, fault, request).await? else { break };
            answer.problem(503, "unavailable")?;
            failed += 1;
            let made = service.store().find_organization_by_slug(&app, &slug).await?;
            let members = match &made {
                Some(made) => service.store().list_members(&made.id).await?.len(),
                None => 0,
            };
            check_eq!(members, usize::from(made.is_some()), "members of what call {nth} left");
            check!(
                made.is_none() || matches!(fault, Fault::LoseAnswer),
                "an organization of call {nth} that failed"
            );
        }
        check!((3..MOST - 1).contains(&failed), "{failed} calls failed");
    }
    let listed = person.client.get("/v1/organizations").await?.json(200)?;
    let all = MemberFilter::new().filter(Member::USER_ID.eq(person.id)).limit(0);
    let members = service.store().search_members(&all).await?.total;
    check_eq!(members, Some(list(&listed["items"])?.len() as u64), "the user's places and organizations");
    service.stop().await
}

async fn an_app_that_fails_has_no_environment(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let operator = service.operator();
    for fault in [Fault::Fail, Fault::LoseAnswer] {
        let mut failed = 0;
        for nth in 1..MOST {
            let slug = unique("app");
            let request = operator.post("/v1/admin/apps", json!({ "name": "New", "slug": slug }));
            let Some(answer) = disturbed(&service, nth, fault, request).await? else { break };
            answer.problem(503, "unavailable")?;
            failed += 1;
            match service.store().find_app_by_slug(&slug).await? {
                None => {}
                Some(app) => {
                    check!(matches!(fault, Fault::LoseAnswer), "an app is left of call {nth} that failed");
                    check!(
                        service.store().get_default_environment(&app.id).await?.is_default,
                        "it has no default"
                    );
                    service.store().delete_app(&app.id).await?;
                }
            }
            let named = AppFilter::new().filter(App::SLUG.eq(&slug)).limit(0);
            check_eq!(service.store().list_apps(&named).await?.total, Some(0), "apps that are left");
        }
        check!((1..MOST - 1).contains(&failed), "{failed} calls failed");
    }
    service.stop().await
}

async fn a_ban_that_fails_ends_no_session(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let (app, client) = service.app().await?;
    let person = Person::new(&client).await?;
    for fault in [Fault::Fail, Fault::LoseAnswer] {
        let (mut banned, mut last) = (0, 0);
        for nth in 1..MOST {
            let path = format!("/v1/admin/apps/{app}/users/{}", person.id);
            let operator = service.operator();
            operator.patch(&path, json!({ "banned": false })).await?.json(200)?;
            let session = person.again().await?;
            let request = operator.patch(&path, json!({ "banned": true }));
            let Some(answer) = disturbed(&service, nth, fault, request).await? else { break };
            last = nth;
            if answer.status != 200 {
                answer.problem(503, "unavailable")?;
            }
            let user = service.store().get_user(&person.id).await?;
            let left = sessions(&service, &person.id).await?;
            check_eq!(
                user.banned,
                left == 0,
                "whether they are banned beside sessions left, when call {nth} failed"
            );
            check!(user.banned || answer.status == 503, "a ban was answered that is none");
            let status = session.client.get("/v1/me").await?.status;
            check_eq!(status, if user.banned { 401 } else { 200 }, "the status of a session");
            banned += u32::from(user.banned);
        }
        check!(banned > 0 && (4..MOST - 1).contains(&last), "a ban makes {last} calls");
    }
    service.stop().await
}

async fn a_deletion_that_fails_reaches_nothing(world: &World) -> Outcome {
    let service = Service::start(world).await?;
    let mut failed = 0;
    for nth in 1..MOST {
        let (app, client) = service.app().await?;
        let person = Person::new(&client).await?;
        person.client.put("/v1/consents/mail", json!({ "version": "1" })).await?.json(200)?;
        person.client.post("/v1/organizations", json!({ "name": "Org", "slug": "org" })).await?.json(201)?;
        let (operator, path) = (service.operator(), format!("/v1/admin/apps/{app}"));
        let Some(answer) = disturbed(&service, nth, Fault::Fail, operator.delete(&path)).await? else {
            break;
        };
        answer.problem(503, "unavailable")?;
        failed += 1;
        whole(&person, &client).await?;
        operator.delete(&path).await?.done()?;
        client.post("/v1/sign-in", person.credentials()).await?.problem(404, "unknown_app")?;
    }
    check!((1..MOST - 1).contains(&failed), "{failed} calls failed");
    service.stop().await
}

/// Everything of the app is there still.
async fn whole(person: &Person, client: &Client) -> Outcome {
    let me: Value = person.client.get("/v1/me").await?.json(200)?;
    check_eq!(id::<User>(&me["user"]["id"])?, person.id, "who they are");
    check_eq!(person.client.get("/v1/consents").await?.json(200)?["total"], 1, "consents");
    let organizations = person.client.get("/v1/organizations").await?.json(200)?;
    check_eq!(list(&organizations["items"])?.len(), 1, "organizations");
    client.post("/v1/sign-in", person.credentials()).await?.json(200)?;
    Ok(())
}
