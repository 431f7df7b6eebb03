use std::collections::BTreeMap;

use auth_core::{
    ApiKeyStore as _, App, AppStore as _, Environment, EnvironmentKind, EnvironmentStore as _,
    OrganizationStore as _, SessionStore as _, UserStore as _, WebhookStore as _,
};
use serde_json::json;
use storewright::{ErrorKind, Id, Timestamp};

use super::expect::{absent, fails, filled, orphan, taken};
use super::lists::{OLDEST_FIRST, SECOND, arranged, staggered};
use super::tree::{Tree, environment};
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_environment,
    get_environment,
    get_environment_by_slug,
    get_default_environment,
    update_environment,
    delete_environment,
    list_environments,
    set_default_environment,
];

const UNKNOWN: ErrorKind = ErrorKind::NotFound { entity: "Environment" };

/// A default environment with every field set.
fn full(app: &App, cloned_from: &Environment) -> Environment {
    let metadata: BTreeMap<_, _> = [("région".to_owned(), "eu-west".to_owned())].into();
    Environment {
        name: "Production".to_owned(),
        is_default: true,
        color: Some("#ff00ff".to_owned()),
        description: Some("What everybody sees\nand nobody touches".to_owned()),
        settings: Some(
            json!({ "limits": { "users": 10, "ratio": 0.5 }, "tags": ["a", null, true], "ü": "\"" }),
        ),
        cloned_from: Some(cloned_from.id),
        metadata,
        ..Environment::new(app.id, unique("env"), EnvironmentKind::Production)
    }
}

async fn create_environment(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let source = environment(world, &app, false).await?;
    let given = full(&app, &source);
    let expected = Environment { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_environment(&given).await?, expected, "what create gives");
    check_eq!(store.get_environment(&given.id).await?, expected, "the environment that was created");
    for kind in [EnvironmentKind::Development, EnvironmentKind::Staging, EnvironmentKind::Production] {
        let created = store.create_environment(&Environment::new(app.id, unique("env"), kind)).await?;
        check_eq!(store.get_environment(&created.id).await?.kind, kind, "the kind");
    }
    let second_default = full(&app, &source);
    let result = store.create_environment(&second_default).await;
    taken(result, Environment::DEFAULT_TAKEN, &["app_id"])?;
    let same_slug = Environment::new(app.id, &given.slug, EnvironmentKind::Staging);
    let result = store.create_environment(&same_slug).await;
    taken(result, Environment::APP_ID_AND_SLUG_KEY, &["app_id", "slug"])?;
    let clashed = store.get_environments(&[second_default.id, same_slug.id]).await?;
    check_eq!(clashed, [None, None], "environments that clashed");
    // Another app has its own slugs, and its own default.
    let elsewhere = Environment { slug: given.slug.clone(), ..full(&other, &source) };
    check_eq!(store.create_environment(&elsewhere).await?.app_id, other.id, "the same of another app");
    let nowhere = Environment { app_id: Id::new(), ..full(&app, &source) };
    orphan(store.create_environment(&nowhere).await, "app_id", "App")?;
    let copy = Environment { is_default: false, cloned_from: Some(Id::new()), ..full(&app, &source) };
    orphan(store.create_environment(&copy).await, "cloned_from", "Environment")
}

async fn get_environment(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let first = environment(world, &app, false).await?;
    let second = environment(world, &app, false).await?;
    check_eq!(store.get_environment(&first.id).await?, first, "the first environment");
    check_eq!(store.get_environment(&second.id).await?, second, "the second environment");
    absent(store.get_environment(&Id::new()).await, "an environment that never was")
}

async fn get_environment_by_slug(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let first = environment(world, &app, false).await?;
    check_eq!(store.get_environment_by_slug(&app.id, &first.slug).await?, first, "by its slug");
    absent(store.get_environment_by_slug(&other.id, &first.slug).await, "a slug of another app")?;
    let same = Environment::new(other.id, &first.slug, EnvironmentKind::Development);
    let same = store.create_environment(&same).await?;
    check_eq!(store.get_environment_by_slug(&app.id, &first.slug).await?, first, "by a slug of two apps");
    check_eq!(store.get_environment_by_slug(&other.id, &first.slug).await?, same, "by it in the other app");
    absent(store.get_environment_by_slug(&app.id, &first.slug.to_uppercase()).await, "a slug in capitals")?;
    absent(store.get_environment_by_slug(&app.id, &unique("env")).await, "an unknown slug")
}

async fn get_default_environment(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    environment(world, &app, false).await?;
    absent(store.get_default_environment(&app.id).await, "the default of an app without one")?;
    let default = environment(world, &app, true).await?;
    environment(world, &app, false).await?;
    check_eq!(store.get_default_environment(&app.id).await?, default, "the default");
    absent(store.get_default_environment(&other.id).await, "the default of another app")?;
    let others = environment(world, &other, true).await?;
    check_eq!(store.get_default_environment(&app.id).await?, default, "the default, beside another app's");
    check_eq!(store.get_default_environment(&other.id).await?, others, "the default of the other app");
    absent(store.get_default_environment(&Id::new()).await, "the default of no app")
}

async fn update_environment(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let source = environment(world, &app, false).await?;
    let first = environment(world, &app, false).await?;
    world.advance(SECOND);
    let given = Environment { id: first.id, created_at: Timestamp::MIN, ..full(&app, &source) };
    let expected = Environment { created_at: first.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_environment(&given).await?, expected, "what update gives");
    check_eq!(store.get_environment(&first.id).await?, expected, "the environment with every field changed");
    let result = store.update_environment(&Environment { is_default: true, ..source.clone() }).await;
    taken(result, Environment::DEFAULT_TAKEN, &["app_id"])?;
    let result = store.update_environment(&Environment { slug: given.slug, ..source.clone() }).await;
    taken(result, Environment::APP_ID_AND_SLUG_KEY, &["app_id", "slug"])?;
    check_eq!(store.get_environment(&source.id).await?, source, "the environment after two clashes");
    let lost = Environment { cloned_from: Some(Id::new()), ..first.clone() };
    orphan(store.update_environment(&lost).await, "cloned_from", "Environment")?;
    world.advance(SECOND);
    let bare = Environment { updated_at: world.now(), ..first };
    check_eq!(store.update_environment(&bare).await?, bare, "what update gives when fields are emptied");
    check_eq!(store.get_environment(&bare.id).await?, bare, "the environment with fields emptied");
    let nobody = Environment { is_default: false, ..full(&app, &source) };
    absent(store.update_environment(&nobody).await, "update of an environment that never was")?;
    check_eq!(store.find_environment(&nobody.id).await?, None, "the environment that never was, afterwards");
    Ok(())
}

async fn delete_environment(world: &World) -> Outcome {
    let store = world.store();
    let tree = Tree::grow(world).await?;
    let old = &tree.environment;
    let refused = ErrorKind::Refused { entity: "Environment" };
    fails(store.delete_environment(&old.id).await, &refused, "deletion of the default")?;
    check_eq!(tree.left(world).await?, Tree::ALL, "what is left after a refused deletion");
    let next = environment(world, &tree.app, false).await?;
    let copy = Environment { is_default: false, ..full(&tree.app, old) };
    let copy = store.create_environment(&copy).await?;
    store.set_default_environment(&tree.app.id, &next.id).await?;
    fails(store.delete_environment(&next.id).await, &refused, "deletion of the new default")?;
    // It goes alone: what was in it is in none from now on.
    check!(store.delete_environment(&old.id).await?, "the environment was not there to be deleted");
    check_eq!(tree.left(world).await?, Tree::all_but(&["Environment"]), "what is left of the app");
    check_eq!(store.get_environment(&copy.id).await?.cloned_from, None, "what the copy was cloned from");
    check_eq!(store.get_user(&tree.user.id).await?.env_id, None, "the user's environment");
    check_eq!(store.get_session(&tree.session.id).await?.env_id, None, "the session's environment");
    let organization = store.get_organization(&tree.organization.id).await?;
    check_eq!(organization.env_id, None, "the organization's environment");
    check_eq!(store.get_webhook(&tree.webhook.id).await?.env_id, None, "the webhook's environment");
    check_eq!(store.get_api_key(&tree.api_key.id).await?.env_id, None, "the key's environment");
    check!(!store.delete_environment(&old.id).await?, "the environment was deleted twice");
    check!(
        !store.delete_environment(&Id::new()).await?,
        "an environment that never was is said to be deleted"
    );
    // An app's own deletion takes the default along.
    check!(store.delete_app(&tree.app.id).await?, "the app was not there to be deleted");
    check_eq!(store.find_environment(&next.id).await?, None, "the default of a deleted app");
    Ok(())
}

async fn list_environments(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    environment(world, &other, true).await?;
    check_eq!(store.list_environments(&app.id).await?, [], "the environments of an app without any");
    let make =
        |id| Environment { id, ..Environment::new(app.id, unique("env"), EnvironmentKind::Development) };
    let rows = staggered(world, |store, row| store.create_environment(row), make).await?;
    let expected = arranged(&rows, OLDEST_FIRST);
    check_eq!(store.list_environments(&app.id).await?, expected, "the environments, oldest first");
    store.set_default_environment(&app.id, &rows[1].id).await?;
    let ids: Vec<_> = store.list_environments(&app.id).await?.iter().map(|row| row.id).collect();
    let expected: Vec<_> = expected.iter().map(|row| row.id).collect();
    check_eq!(ids, expected, "the environments, one of which is the default");
    check_eq!(store.list_environments(&other.id).await?.len(), 1, "the environments of another app");
    check_eq!(store.list_environments(&Id::new()).await?, [], "the environments of no app");
    Ok(())
}

async fn set_default_environment(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let elsewhere = environment(world, &other, true).await?;
    let first = environment(world, &app, false).await?;
    let second = environment(world, &app, false).await?;
    for (default, plain) in [(&first, &second), (&second, &first), (&second, &first)] {
        world.advance(SECOND);
        store.set_default_environment(&app.id, &default.id).await?;
        let found = store.get_environment(&default.id).await?;
        let expected = Environment { is_default: true, updated_at: found.updated_at, ..default.clone() };
        check_eq!(found, expected, "the default");
        check_eq!(store.get_default_environment(&app.id).await?, found, "the default by its app");
        let found = store.get_environment(&plain.id).await?;
        let expected = Environment { updated_at: found.updated_at, ..plain.clone() };
        check_eq!(found, expected, "the environment that is not the default");
    }
    let result = store.set_default_environment(&app.id, &elsewhere.id).await;
    fails(result, &UNKNOWN, "an environment of another app as the default")?;
    let result = store.set_default_environment(&app.id, &Id::new()).await;
    fails(result, &UNKNOWN, "an environment that never was as the default")?;
    check_eq!(store.get_default_environment(&app.id).await?.id, second.id, "the default after two refusals");
    check_eq!(store.get_environment(&elsewhere.id).await?, elsewhere, "the default of another app");
    Ok(())
}
