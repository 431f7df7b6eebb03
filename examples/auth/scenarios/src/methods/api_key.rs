use auth_core::{ApiKey, ApiKeyStore as _, App, Environment, User};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, hidden, orphan, silent, taken};
use super::lists::{OLDEST_FIRST, SECOND, arranged, ids, staggered};
use super::tree::environment;
use crate::check::{check, check_eq, checks};
use crate::world::unique;
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] = checks![
    create_api_key,
    get_api_key,
    get_api_key_by_prefix,
    get_api_key_by_public_key,
    update_api_key,
    delete_api_key,
    list_api_keys_by_app,
    list_api_keys_by_user,
];

const HASH: &str = "sha256:the-hash";
const BY_PREFIX: [&str; 2] = ["app_id", "key_prefix"];
const BY_PUBLIC_KEY: [&str; 2] = ["app_id", "public_key"];

/// A key with every field set.
fn full(user: &User, env: &Environment) -> ApiKey {
    let scopes = ["users:read", "users:write", "*"].map(str::to_owned);
    ApiKey {
        env_id: Some(env.id),
        user_id: Some(user.id),
        service_account_id: Some("deploy bot".to_owned()),
        public_key: Some(unique("pk")),
        scopes: scopes.into(),
        expires_at: Some(Timestamp::MAX),
        last_used_at: Some(Timestamp::UNIX_EPOCH),
        revoked: true,
        ..bare(&App { id: user.app_id, ..App::new("", "") })
    }
}

/// A key of nobody.
fn bare(app: &App) -> ApiKey {
    ApiKey::new(app.id, "CI", unique("ak"), HASH)
}

async fn scene(world: &World) -> Outcome<(App, User, Environment)> {
    let (app, user) = world.app_and_user().await?;
    let env = environment(world, &app, false).await?;
    Ok((app, user, env))
}

async fn create_api_key(world: &World) -> Outcome {
    let store = world.store();
    let (app, user, env) = scene(world).await?;
    let (other, _, _) = scene(world).await?;
    let given = full(&user, &env);
    let expected = ApiKey { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_api_key(&given).await?, expected, "what create gives");
    check_eq!(store.get_api_key(&given.id).await?, expected, "the key that was created");
    hidden(&format!("{expected:?}"), &[HASH])?;
    let same_prefix = ApiKey { key_prefix: given.key_prefix.clone(), ..bare(&app) };
    let result = store.create_api_key(&same_prefix).await;
    taken(result, ApiKey::APP_ID_AND_KEY_PREFIX_KEY, &BY_PREFIX)?;
    silent(store.create_api_key(&same_prefix).await, &[HASH, &given.key_prefix])?;
    let same_key = ApiKey { public_key: given.public_key.clone(), ..bare(&app) };
    let result = store.create_api_key(&same_key).await;
    taken(result, ApiKey::APP_ID_AND_PUBLIC_KEY_KEY, &BY_PUBLIC_KEY)?;
    check_eq!(store.get_api_keys(&[same_prefix.id, same_key.id]).await?, [None, None], "keys that clashed");
    // In another app both are free, and keys without a public one clash with none.
    let (key_prefix, public_key) = (given.key_prefix.clone(), given.public_key.clone());
    store.create_api_key(&ApiKey { key_prefix, public_key, ..bare(&other) }).await?;
    for _ in 0..2 {
        let key = store.create_api_key(&bare(&app)).await?;
        check_eq!((key.public_key, key.user_id, key.scopes), (None, None, vec![]), "a key of nobody");
    }
    orphan(store.create_api_key(&ApiKey { app_id: Id::new(), ..bare(&app) }).await, "app_id", "App")?;
    let nobodys = ApiKey { user_id: Some(Id::new()), ..bare(&app) };
    orphan(store.create_api_key(&nobodys).await, "user_id", "User")?;
    let nowhere = ApiKey { env_id: Some(Id::new()), ..bare(&app) };
    orphan(store.create_api_key(&nowhere).await, "env_id", "Environment")
}

async fn get_api_key(world: &World) -> Outcome {
    let store = world.store();
    let (app, user, env) = scene(world).await?;
    let first = store.create_api_key(&full(&user, &env)).await?;
    let second = store.create_api_key(&bare(&app)).await?;
    check_eq!(store.get_api_key(&first.id).await?, first, "the first key");
    check_eq!(store.get_api_key(&second.id).await?, second, "the second key");
    absent(store.get_api_key(&Id::new()).await, "a key that never was")
}

async fn get_api_key_by_prefix(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let key = store.create_api_key(&bare(&app)).await?;
    let prefix = key.key_prefix.as_str();
    check_eq!(store.get_api_key_by_prefix(&app.id, prefix).await?, key, "by its prefix");
    absent(store.get_api_key_by_prefix(&other.id, prefix).await, "a prefix of another app")?;
    let same = ApiKey { key_prefix: key.key_prefix.clone(), ..bare(&other) };
    let same = store.create_api_key(&same).await?;
    check_eq!(store.get_api_key_by_prefix(&other.id, prefix).await?, same, "by it in the other app");
    check_eq!(store.get_api_key_by_prefix(&app.id, prefix).await?, key, "by a prefix of two apps");
    // It is the whole of the column, not the beginning of one.
    absent(store.get_api_key_by_prefix(&app.id, &prefix[..prefix.len() - 1]).await, "a part of a prefix")?;
    absent(store.get_api_key_by_prefix(&app.id, &prefix.to_uppercase()).await, "a prefix in capitals")?;
    absent(store.get_api_key_by_prefix(&app.id, &unique("ak")).await, "an unknown prefix")
}

async fn get_api_key_by_public_key(world: &World) -> Outcome {
    let store = world.store();
    let (app, user, env) = scene(world).await?;
    let other = world.app().await?;
    let key = store.create_api_key(&full(&user, &env)).await?;
    store.create_api_key(&bare(&app)).await?;
    let public = key.public_key.as_deref().unwrap_or_default();
    check_eq!(store.get_api_key_by_public_key(&app.id, public).await?, key, "by its public key");
    absent(store.get_api_key_by_public_key(&other.id, public).await, "a public key of another app")?;
    let same = ApiKey { public_key: key.public_key.clone(), ..bare(&other) };
    let same = store.create_api_key(&same).await?;
    check_eq!(store.get_api_key_by_public_key(&other.id, public).await?, same, "by it in the other app");
    check_eq!(store.get_api_key_by_public_key(&app.id, public).await?, key, "by a public key of two apps");
    absent(store.get_api_key_by_public_key(&app.id, &key.key_prefix).await, "a prefix for a public key")?;
    absent(store.get_api_key_by_public_key(&app.id, "").await, "that of a key without one")
}

async fn update_api_key(world: &World) -> Outcome {
    let store = world.store();
    let (app, user, env) = scene(world).await?;
    let key = store.create_api_key(&bare(&app)).await?;
    let other = store.create_api_key(&full(&user, &env)).await?;
    world.advance(SECOND);
    let given = ApiKey {
        id: key.id,
        name: "Deploy".to_owned(),
        key_hash: "sha256:another".to_owned(),
        created_at: Timestamp::MIN,
        ..full(&user, &env)
    };
    let expected = ApiKey { created_at: key.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_api_key(&given).await?, expected, "what update gives");
    check_eq!(store.get_api_key(&key.id).await?, expected, "the key with every field changed");
    let same_prefix = ApiKey { key_prefix: other.key_prefix.clone(), ..expected.clone() };
    let result = store.update_api_key(&same_prefix).await;
    taken(result, ApiKey::APP_ID_AND_KEY_PREFIX_KEY, &BY_PREFIX)?;
    let same_key = ApiKey { public_key: other.public_key.clone(), ..expected.clone() };
    let result = store.update_api_key(&same_key).await;
    taken(result, ApiKey::APP_ID_AND_PUBLIC_KEY_KEY, &BY_PUBLIC_KEY)?;
    check_eq!(store.get_api_key(&key.id).await?, expected, "the key after two clashes");
    world.advance(SECOND);
    let emptied = ApiKey { updated_at: world.now(), ..key };
    check_eq!(store.update_api_key(&emptied).await?, emptied, "what update gives when fields are emptied");
    check_eq!(store.get_api_key(&emptied.id).await?, emptied, "the key with fields emptied");
    check_eq!(store.get_api_key(&other.id).await?, other, "another key");
    absent(store.update_api_key(&bare(&app)).await, "update of a key that never was")
}

async fn delete_api_key(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let (first, second) =
        (store.create_api_key(&bare(&app)).await?, store.create_api_key(&bare(&app)).await?);
    check!(store.delete_api_key(&first.id).await?, "the key was not there to be deleted");
    absent(store.get_api_key_by_prefix(&app.id, &first.key_prefix).await, "the deleted key")?;
    check_eq!(store.list_api_keys_by_app(&app.id).await?, [second], "the keys that are left");
    check!(!store.delete_api_key(&first.id).await?, "the key was deleted twice");
    check!(!store.delete_api_key(&Id::new()).await?, "a key that never was is said to be deleted");
    let again = ApiKey { key_prefix: first.key_prefix, ..bare(&app) };
    check_eq!(store.create_api_key(&again).await?.id, again.id, "the prefix is free again");
    Ok(())
}

async fn list_api_keys_by_app(world: &World) -> Outcome {
    let store = world.store();
    let (app, user, env) = scene(world).await?;
    let other = world.app().await?;
    let others = store.create_api_key(&bare(&other)).await?;
    check_eq!(store.list_api_keys_by_app(&app.id).await?, [], "the keys of an app without any");
    // Somebody's and nobody's.
    let mut turn = 0;
    let make = |id| {
        turn += 1;
        ApiKey { id, ..if turn % 2 == 0 { full(&user, &env) } else { bare(&app) } }
    };
    let rows = staggered(world, |store, row| store.create_api_key(row), make).await?;
    let expected = arranged(&rows, OLDEST_FIRST);
    check_eq!(store.list_api_keys_by_app(&app.id).await?, expected, "the keys, oldest first");
    check_eq!(store.list_api_keys_by_app(&other.id).await?, [others], "another app's keys");
    check_eq!(store.list_api_keys_by_app(&Id::new()).await?, [], "the keys of no app");
    Ok(())
}

async fn list_api_keys_by_user(world: &World) -> Outcome {
    let store = world.store();
    let (app, user, env) = scene(world).await?;
    let (other, second) = (world.app().await?, world.user(&app).await?);
    check_eq!(store.list_api_keys_by_user(&app.id, &user.id).await?, [], "those of a user without any");
    let mut keys = Vec::new();
    for id in ids::<ApiKey, 3>().into_iter().rev() {
        keys.push(store.create_api_key(&ApiKey { id, ..full(&user, &env) }).await?);
    }
    keys.reverse();
    let others = store.create_api_key(&full(&second, &env)).await?;
    let elsewhere = store.create_api_key(&ApiKey { app_id: other.id, ..full(&user, &env) }).await?;
    store.create_api_key(&bare(&app)).await?;
    check_eq!(store.list_api_keys_by_user(&app.id, &user.id).await?, keys, "the user's keys, by id");
    check_eq!(store.list_api_keys_by_user(&app.id, &second.id).await?, [others], "another user's keys");
    check_eq!(store.list_api_keys_by_user(&other.id, &user.id).await?, [elsewhere], "those for another app");
    check_eq!(store.list_api_keys_by_user(&other.id, &second.id).await?, [], "where there are none");
    Ok(())
}
