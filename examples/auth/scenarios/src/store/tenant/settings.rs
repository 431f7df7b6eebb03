//! What an app has of its own.

use auth_core::{
    ApiKey, App, AppSessionConfig, Environment, EnvironmentKind, FormConfig, FormField, User, Webhook,
};
use auth_core::{
    ApiKeyStore as _, AppSessionConfigStore as _, EnvironmentStore as _, FormConfigStore as _,
    WebhookStore as _,
};
use auth_waitlist::{Status, WaitlistEntry, WaitlistEntryStore as _};

use crate::{Outcome, World};

/// Three environments, the first of them the default, the last a copy of it.
pub(super) async fn environments(world: &World, app: &App) -> Outcome<Vec<Environment>> {
    let kinds = [EnvironmentKind::Production, EnvironmentKind::Staging, EnvironmentKind::Development];
    let mut environments: Vec<Environment> = (["live", "test", "dev"].into_iter().zip(kinds))
        .map(|(slug, kind)| Environment::new(app.id, slug, kind))
        .collect();
    environments[0].is_default = true;
    environments[2].cloned_from = Some(environments[0].id);
    Ok(world.store().create_environments(&environments).await?)
}

/// Forms, webhooks, keys of nobody, people who wait, of whom two were let in, and how long sessions last.
pub(super) async fn settings(world: &World, app: &App, users: &[User]) -> Outcome {
    let store = world.store();
    let field = || FormField { name: "email".to_owned(), label: "E-mail".to_owned(), required: true };
    let forms = ["sign-up", "profile"].map(|form| FormConfig::new(app.id, form, vec![field()]));
    store.create_form_configs(&forms).await?;
    let webhooks =
        ["a", "b"].map(|path| Webhook::new(app.id, format!("https://example.com/{path}"), "secret"));
    store.create_webhooks(&webhooks).await?;
    let keys = ["app-a", "app-b"].map(|prefix| ApiKey {
        public_key: Some(format!("public-{prefix}")),
        ..ApiKey::new(app.id, "of the app", prefix, "hash")
    });
    store.create_api_keys(&keys).await?;
    let entries = [Status::Pending, Status::Rejected, Status::Approved, Status::Approved];
    let entries = (0..).zip(entries).map(|(number, status)| WaitlistEntry {
        status,
        user_id: (status == Status::Approved).then(|| users[number % users.len()].id),
        ..WaitlistEntry::new(app.id, format!("waiting{number}@example.com"), "Somebody")
    });
    store.create_entries(&entries.collect::<Vec<_>>()).await?;
    let config = AppSessionConfig { token_ttl_seconds: Some(60), ..AppSessionConfig::new(app.id) };
    store.set_app_session_config(&config).await?;
    Ok(())
}
