use auth_core::{App, AuthStore, Environment, EnvironmentKind};
use storewright::{Batch, Result};

/// Makes the platform's own app be there, with a default environment, and gives it.
///
/// Several processes may start at once on one database: a unique index lets one of them make it, and the others find it.
pub(super) async fn ensure(store: &dyn AuthStore) -> Result<App> {
    if let Some(app) = store.find_platform_app().await? {
        return Ok(app);
    }
    let app = App { is_platform: true, ..App::new("Platform", "platform") };
    let environment = default_environment(&app);
    match Batch::new().create(&app).create(&environment).run(store).await {
        Ok(mut created) => created.one(),
        Err(error) if error.is_conflict() => store.find_platform_app().await?.ok_or(error),
        Err(error) => Err(error),
    }
}

/// The environment that every app begins with.
pub(crate) fn default_environment(app: &App) -> Environment {
    let environment = Environment::new(app.id, "production", EnvironmentKind::Production);
    Environment { is_default: true, ..environment }
}
