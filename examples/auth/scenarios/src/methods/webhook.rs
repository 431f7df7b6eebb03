use auth_core::{App, Environment, Webhook, WebhookStore as _};
use storewright::{Id, Timestamp};

use super::expect::{absent, filled, hidden, orphan};
use super::lists::{OLDEST_FIRST, SECOND, arranged, staggered};
use super::tree::environment;
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![create_webhook, get_webhook, update_webhook, delete_webhook, list_webhooks];

const SECRET: &str = "whsec_abc";

/// A webhook with every field set.
fn full(app: &App, env: &Environment) -> Webhook {
    // A list keeps its order, and what stands in it twice.
    let events = ["user.created", "user.deleted", "user.created", "", "größe, \"x\""].map(str::to_owned);
    let webhook = Webhook::new(app.id, "https://example.com/hook?a=1&b=%20", SECRET);
    Webhook { env_id: Some(env.id), events: events.into(), ..webhook }
}

async fn create_webhook(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let env = environment(world, &app, false).await?;
    let given = full(&app, &env);
    let expected = Webhook { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    check_eq!(store.create_webhook(&given).await?, expected, "what create gives");
    check_eq!(store.get_webhook(&given.id).await?, expected, "the webhook that was created");
    hidden(&format!("{expected:?}"), &[SECRET])?;
    // The same once more is another webhook; one may be switched off, and of no event.
    store.create_webhook(&full(&app, &env)).await?;
    let bare = Webhook { active: false, ..Webhook::new(app.id, &given.url, "") };
    let expected = Webhook { created_at: world.now(), updated_at: world.now(), ..bare.clone() };
    check_eq!(store.create_webhook(&bare).await?, expected, "what create gives of a bare one");
    check_eq!(store.get_webhook(&bare.id).await?, expected, "the bare webhook");
    orphan(store.create_webhook(&Webhook { app_id: Id::new(), ..full(&app, &env) }).await, "app_id", "App")?;
    let nowhere = Webhook { env_id: Some(Id::new()), ..full(&app, &env) };
    orphan(store.create_webhook(&nowhere).await, "env_id", "Environment")
}

async fn get_webhook(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let first = store.create_webhook(&Webhook::new(app.id, "https://example.com/1", SECRET)).await?;
    let second = store.create_webhook(&Webhook::new(app.id, "https://example.com/2", SECRET)).await?;
    check_eq!(store.get_webhook(&first.id).await?, first, "the first webhook");
    check_eq!(store.get_webhook(&second.id).await?, second, "the second webhook");
    absent(store.get_webhook(&Id::new()).await, "a webhook that never was")
}

async fn update_webhook(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let env = environment(world, &app, false).await?;
    let bare = Webhook { active: false, ..Webhook::new(app.id, "https://example.com", "old") };
    let (webhook, other) =
        (store.create_webhook(&bare).await?, store.create_webhook(&full(&app, &env)).await?);
    world.advance(SECOND);
    let given = Webhook { id: webhook.id, created_at: Timestamp::MIN, ..full(&app, &env) };
    let expected = Webhook { created_at: webhook.created_at, updated_at: world.now(), ..given.clone() };
    check_eq!(store.update_webhook(&given).await?, expected, "what update gives");
    check_eq!(store.get_webhook(&webhook.id).await?, expected, "the webhook with every field changed");
    world.advance(SECOND);
    let bare = Webhook { updated_at: world.now(), ..webhook };
    check_eq!(store.update_webhook(&bare).await?, bare, "what update gives when fields are emptied");
    check_eq!(store.get_webhook(&bare.id).await?, bare, "the webhook with fields emptied");
    let nowhere = Webhook { app_id: Id::new(), ..bare.clone() };
    orphan(store.update_webhook(&nowhere).await, "app_id", "App")?;
    check_eq!(store.get_webhook(&bare.id).await?, bare, "the webhook after what was refused");
    check_eq!(store.get_webhook(&other.id).await?, other, "another webhook");
    absent(store.update_webhook(&full(&app, &env)).await, "update of a webhook that never was")
}

async fn delete_webhook(world: &World) -> Outcome {
    let store = world.store();
    let app = world.app().await?;
    let first = store.create_webhook(&Webhook::new(app.id, "https://example.com/1", SECRET)).await?;
    let second = store.create_webhook(&Webhook::new(app.id, "https://example.com/2", SECRET)).await?;
    check!(store.delete_webhook(&first.id).await?, "the webhook was not there to be deleted");
    absent(store.get_webhook(&first.id).await, "the deleted webhook")?;
    check_eq!(store.list_webhooks(&app.id).await?, [second], "the webhooks that are left");
    check!(!store.delete_webhook(&first.id).await?, "the webhook was deleted twice");
    check!(!store.delete_webhook(&Id::new()).await?, "a webhook that never was is said to be deleted");
    Ok(())
}

async fn list_webhooks(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    let others = store.create_webhook(&Webhook::new(other.id, "https://example.com", SECRET)).await?;
    check_eq!(store.list_webhooks(&app.id).await?, [], "the webhooks of an app without any");
    let env = environment(world, &app, false).await?;
    let make = |id| Webhook { id, ..full(&app, &env) };
    let rows = staggered(world, |store, row| store.create_webhook(row), make).await?;
    let expected = arranged(&rows, OLDEST_FIRST);
    check_eq!(store.list_webhooks(&app.id).await?, expected, "the webhooks, oldest first");
    // It is for whoever manages them: those that are switched off are listed as well.
    let off = store.update_webhook(&Webhook { active: false, ..rows[1].clone() }).await?;
    check_eq!(store.list_webhooks(&app.id).await?.last(), Some(&off), "the one that is switched off");
    check_eq!(store.list_webhooks(&other.id).await?, [others], "another app's webhooks");
    check_eq!(store.list_webhooks(&Id::new()).await?, [], "the webhooks of no app");
    Ok(())
}
