use auth_core::{App, AppSessionConfig, AppSessionConfigStore as _, AppStore as _};
use storewright::{Id, Timestamp, Upserted};

use super::expect::{absent, filled, orphan, taken};
use super::lists::SECOND;
use crate::check::{check, check_eq, checks};
use crate::{Check, Outcome, World};

pub(super) const CHECKS: &[Check] =
    checks![get_app_session_config, set_app_session_config, delete_app_session_config];

/// A configuration that leaves nothing open.
fn full(app: &App) -> AppSessionConfig {
    AppSessionConfig {
        token_ttl_seconds: Some(900),
        refresh_token_ttl_seconds: Some(u32::MAX),
        max_active_sessions: Some(1),
        rotate_refresh_token: Some(true),
        ..AppSessionConfig::new(app.id)
    }
}

async fn get_app_session_config(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    absent(store.get_app_session_config(&app.id).await, "that of an app without one")?;
    let given = full(&app);
    let expected = AppSessionConfig { created_at: world.now(), updated_at: world.now(), ..given.clone() };
    filled(&expected, &[])?;
    let set = store.set_app_session_config(&given).await?;
    check_eq!(set, Upserted::Inserted(expected.clone()), "what set gives");
    check_eq!(store.get_app_session_config(&app.id).await?, expected, "the configuration");
    absent(store.get_app_session_config(&other.id).await, "the configuration of another app")?;
    let others = store.set_app_session_config(&AppSessionConfig::new(other.id)).await?.into_inner();
    check_eq!(store.get_app_session_config(&other.id).await?, others, "that of the other app");
    check_eq!(store.get_app_session_config(&app.id).await?, expected, "the configuration, beside another");
    absent(store.get_app_session_config(&Id::new()).await, "the configuration of no app")
}

async fn set_app_session_config(world: &World) -> Outcome {
    let store = world.store();
    let (app, other, third) = (world.app().await?, world.app().await?, world.app().await?);
    let first = store.set_app_session_config(&AppSessionConfig::new(app.id)).await?;
    check!(first.is_inserted(), "the first one is said to be in another's place");
    let first = first.into_inner();
    let others = store.set_app_session_config(&full(&other)).await?;
    check!(others.is_inserted(), "another app's is said to be in the first one's place");
    let others = others.into_inner();
    // It replaces everything but the id and the moment of creation. No is not the same as left open.
    world.advance(SECOND);
    let given = AppSessionConfig {
        max_active_sessions: Some(0),
        rotate_refresh_token: Some(false),
        created_at: Timestamp::MIN,
        ..full(&app)
    };
    let expected = AppSessionConfig {
        id: first.id,
        created_at: first.created_at,
        updated_at: world.now(),
        ..given.clone()
    };
    let replaced = store.set_app_session_config(&given).await?;
    check_eq!(replaced, Upserted::Replaced(expected.clone()), "what set gives");
    check_eq!(store.get_app_session_config(&app.id).await?, expected, "the configuration that was set");
    let second = store.find_app_session_config_by_id(&given.id).await?;
    check_eq!(second, None, "a second configuration of the app");
    world.advance(SECOND);
    let bare = AppSessionConfig { updated_at: world.now(), ..first };
    let emptied = store.set_app_session_config(&AppSessionConfig::new(app.id)).await?;
    check_eq!(emptied, Upserted::Replaced(bare.clone()), "what set gives when all is left open");
    check_eq!(store.get_app_session_config(&app.id).await?, bare, "the configuration that leaves all open");
    check_eq!(store.get_app_session_config(&other.id).await?, others, "another app's configuration");
    // Another app's id is no way to its configuration.
    let stolen = AppSessionConfig { id: others.id, ..full(&third) };
    taken(store.set_app_session_config(&stolen).await, AppSessionConfig::PRIMARY_KEY, &["id"])?;
    check_eq!(store.get_app_session_config(&other.id).await?, others, "the configuration whose id was tried");
    let nowhere = AppSessionConfig { app_id: Id::new(), ..full(&third) };
    let result = store.set_app_session_config(&nowhere).await;
    orphan(result.map(Upserted::into_inner), "app_id", "App")
}

async fn delete_app_session_config(world: &World) -> Outcome {
    let store = world.store();
    let (app, other) = (world.app().await?, world.app().await?);
    store.set_app_session_config(&full(&app)).await?;
    let others = store.set_app_session_config(&full(&other)).await?.into_inner();
    check!(store.delete_app_session_config(&app.id).await?, "it was not there to be deleted");
    absent(store.get_app_session_config(&app.id).await, "the deleted configuration")?;
    check_eq!(store.get_app_session_config(&other.id).await?, others, "another app's configuration");
    check_eq!(store.get_app(&app.id).await?, app, "the app");
    check!(!store.delete_app_session_config(&app.id).await?, "the configuration was deleted twice");
    check!(!store.delete_app_session_config(&Id::new()).await?, "that of no app is said to be deleted");
    check!(store.set_app_session_config(&full(&app)).await?.is_inserted(), "the deleted one came back");
    Ok(())
}
