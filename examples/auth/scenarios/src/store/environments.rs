//! An app has one default environment, whoever changes it, and what was in an environment outlives it.

use std::sync::Arc;

use auth_core::*;
use storewright::Id;

use super::tenant::Tenant;
use crate::check::{check, check_eq, checks, refused};
use crate::race::{RACERS, all_done, race};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    one_environment_is_the_default_under_a_race,
    readers_always_see_one_default,
    one_of_many_first_defaults_is_created,
    a_second_default_is_refused,
    the_default_is_not_deleted,
    the_default_is_not_deleted_under_a_race,
    what_was_in_an_environment_stays,
];

/// Environments of an app, the first of them the default.
async fn environments(world: &World, count: usize) -> Outcome<(App, Vec<Environment>)> {
    let app = world.app().await?;
    let environments: Vec<_> = (0..count)
        .map(|number| {
            let environment = Environment::new(app.id, format!("number-{number}"), EnvironmentKind::Staging);
            Environment { is_default: number == 0, ..environment }
        })
        .collect();
    Ok((app, world.store().create_environments(&environments).await?))
}

/// The default among the environments of an app, of which there must be one.
async fn default_of(store: &Arc<dyn AuthStore>, app: Id<App>) -> Outcome<Environment> {
    let mut defaults = store.list_environments(&app).await?;
    defaults.retain(|environment| environment.is_default);
    check_eq!(defaults.len(), 1, "default environments");
    Ok(defaults.remove(0))
}

async fn one_environment_is_the_default_under_a_race(world: &World) -> Outcome {
    let (store, (app, environments)) = (world.store(), environments(world, 4).await?);
    let (other, others) = self::environments(world, 2).await?;
    for _ in 0..8 {
        let set = race(2 * RACERS, |number| {
            let (store, app, id) = (Arc::clone(store), app.id, environments[number % 4].id);
            async move { store.set_default_environment(&app, &id).await }
        });
        all_done(set.await?)?;
        let default = default_of(store, app.id).await?;
        check_eq!(store.get_default_environment(&app.id).await?, default, "the default environment");
    }
    check_eq!(store.get_default_environment(&other.id).await?, others[0], "the default of another app");
    store.set_default_environment(&app.id, &environments[3].id).await?;
    check_eq!(default_of(store, app.id).await?.id, environments[3].id, "the default that was set last");
    check_eq!(store.list_environments(&app.id).await?.len(), 4, "environments");
    Ok(())
}

async fn readers_always_see_one_default(world: &World) -> Outcome {
    let (store, (app, environments)) = (world.store(), environments(world, 3).await?);
    // One half writes, the other half reads.
    let done = race(RACERS, |number| {
        let (store, app) = (Arc::clone(store), app.id);
        let ids: Vec<_> = environments.iter().map(|environment| environment.id).collect();
        async move {
            for turn in 0..20 {
                if number % 2 == 0 {
                    store.set_default_environment(&app, &ids[(number / 2 + turn) % 3]).await?;
                } else {
                    default_of(&store, app).await?;
                    store.get_default_environment(&app).await?;
                }
            }
            Outcome::Ok(())
        }
    });
    all_done(done.await?)?;
    Ok(())
}

async fn one_of_many_first_defaults_is_created(world: &World) -> Outcome {
    let store = world.store();
    for _ in 0..4 {
        let app = world.app().await?;
        let created = race(RACERS, |_| {
            let environment = Environment::new(app.id, unique("env"), EnvironmentKind::Production);
            let (store, environment) = (Arc::clone(store), Environment { is_default: true, ..environment });
            async move { store.create_environment(&environment).await }
        });
        let mut winners = Vec::new();
        for created in created.await? {
            match created {
                Ok(environment) => winners.push(environment),
                Err(error) => {
                    check_eq!(error.conflict(), Some(Environment::DEFAULT_TAKEN), "why one was refused")
                }
            }
        }
        check_eq!(store.list_environments(&app.id).await?, winners, "environments that were created");
        check_eq!(winners.len(), 1, "default environments that were created");
    }
    Ok(())
}

async fn a_second_default_is_refused(world: &World) -> Outcome {
    let (store, (app, environments)) = (world.store(), environments(world, 2).await?);
    let second = Environment { is_default: true, ..environments[1].clone() };
    let refused = refused!(store.update_environment(&second).await, "a second default");
    check_eq!(refused.conflict(), Some(Environment::DEFAULT_TAKEN), "a second default");
    check_eq!(store.list_environments(&app.id).await?, environments, "environments afterwards");
    let none = Environment { is_default: false, ..environments[0].clone() };
    store.update_environment(&none).await?;
    check!(store.update_environment(&second).await?.is_default, "the only default is none");
    check_eq!(default_of(store, app.id).await?.id, second.id, "the default");
    let absent =
        refused!(store.set_default_environment(&app.id, &Id::new()).await, "a default that never was");
    check!(absent.is_not_found(), "a default that never was: {absent}");
    check_eq!(default_of(store, app.id).await?.id, second.id, "the default after one that never was");
    Ok(())
}

async fn the_default_is_not_deleted(world: &World) -> Outcome {
    let (store, (app, environments)) = (world.store(), environments(world, 3).await?);
    let refused =
        refused!(store.delete_environment(&environments[0].id).await, "the deletion of the default");
    check!(refused.is_refused(), "the deletion of the default: {refused}");
    check_eq!(store.list_environments(&app.id).await?, environments, "environments afterwards");
    check!(store.delete_environment(&environments[1].id).await?, "the environment was not there");
    check!(!store.delete_environment(&environments[1].id).await?, "the environment was still there");
    store.set_default_environment(&app.id, &environments[2].id).await?;
    check!(store.delete_environment(&environments[0].id).await?, "the former default was not there");
    check_eq!(default_of(store, app.id).await?.id, environments[2].id, "the default that is left");
    // The app itself may go, its default with it.
    check!(store.delete_app(&app.id).await?, "the app was not there");
    check_eq!(store.find_environment(&environments[2].id).await?, None, "the default of an app that is gone");
    Ok(())
}

async fn the_default_is_not_deleted_under_a_race(world: &World) -> Outcome {
    let store = world.store();
    for _ in 0..8 {
        let (app, environments) = environments(world, 2).await?;
        let target = environments[1].id;
        let done = race(RACERS, |number| {
            let (store, app) = (Arc::clone(store), app.id);
            async move {
                match number % 2 {
                    0 => store.set_default_environment(&app, &target).await.map(|()| false),
                    _ => store.delete_environment(&target).await,
                }
            }
        });
        let mut deleted = 0;
        for (number, done) in done.await?.into_iter().enumerate() {
            match done {
                Ok(done) => deleted += usize::from(done),
                Err(error) if number % 2 == 0 => check!(error.is_not_found(), "setting the default: {error}"),
                Err(error) => check!(error.is_refused(), "deleting what may be the default: {error}"),
            }
        }
        // It was deleted before anybody made it the default, or is the default now.
        let default = default_of(store, app.id).await?.id;
        let left = store.list_environments(&app.id).await?.len();
        let expected = if deleted == 1 { (environments[0].id, 1) } else { (target, 2) };
        check!(deleted <= 1, "an environment was deleted {deleted} times");
        check_eq!((default, left), expected, "the default, and how many environments there are");
    }
    Ok(())
}

async fn what_was_in_an_environment_stays(world: &World) -> Outcome {
    let (store, tenants) = (world.store(), Tenant::several(world, 2, 4).await?);
    let [tenant, other] = &tenants[..] else { return Err("there are not two tenants".into()) };
    let (app, gone) = (&tenant.app.id, tenant.environments[0].id);
    let webhook = Webhook { env_id: Some(gone), ..Webhook::new(*app, "https://example.com", "secret") };
    let webhook = store.create_webhook(&webhook).await?;
    let organization = Organization { env_id: Some(gone), ..tenant.organizations[0].clone() };
    store.update_organization(&organization).await?;
    let sizes = async || Ok::<_, crate::Failure>(super::rows::sizes(&tenant.rows(world).await?));
    let (mut before, of_the_other) = (sizes().await?, other.rows(world).await?);

    store.set_default_environment(app, &tenant.environments[1].id).await?;
    check!(store.delete_environment(&gone).await?, "the environment was not there");
    before.entry("auth_environments").and_modify(|size| *size -= 1);
    check_eq!(sizes().await?, before, "rows afterwards");
    for user in &tenant.users {
        let expected = User { env_id: None, updated_at: world.now(), ..user.clone() };
        check_eq!(store.get_user(&user.id).await?, expected, "a user who was in it");
        let sessions = store.list_user_sessions(&user.id).await?;
        check!(
            sessions.len() == 2 && sessions.iter().all(|session| session.env_id.is_none()),
            "a session in it"
        );
        let keys = store.list_api_keys_by_user(app, &user.id).await?;
        let elsewhere = Some(tenant.environments[1].id);
        check!(keys.len() == 2 && keys.iter().all(|key| key.env_id == elsewhere), "a key in another one");
    }
    check_eq!(store.get_webhook(&webhook.id).await?.env_id, None, "a webhook that was in it");
    check_eq!(store.get_organization(&organization.id).await?.env_id, None, "an organization that was in it");
    check_eq!(store.get_environment(&tenant.environments[2].id).await?.cloned_from, None, "its copy");
    check!(other.rows(world).await? == of_the_other, "another tenant's rows are not as they were");

    store.set_default_environment(app, &tenant.environments[2].id).await?;
    store.delete_environment(&tenant.environments[1].id).await?;
    let keys = store.list_api_keys_by_user(app, &tenant.users[0].id).await?;
    check!(
        keys.len() == 2 && keys.iter().all(|key| key.env_id.is_none()),
        "a key of an environment that is gone"
    );
    for tenant in tenants {
        tenant.leave(world).await?;
    }
    Ok(())
}
