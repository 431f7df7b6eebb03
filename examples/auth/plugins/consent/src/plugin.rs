use auth_core::{App, User};
use storewright::engine::{Bound, Plugin};
use storewright::{Group, Id, Result};

use crate::{Consent, ConsentStore as _};

/// The plugin: brings its table along, and answers on the engine's store whether somebody agreed.
///
/// ```
/// use auth_consent::{Consent, ConsentPlugin, ConsentStore as _};
/// use auth_core::{App, AppStore as _, AuthStore, User, UserStore as _};
/// use storewright::{ConnectOptions, Engine, KeyRing, Timestamp};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = ConnectOptions::url("memory:").keys(KeyRing::new(1, [7; 32]));
/// let engine = Engine::builder()
///     .store(<dyn AuthStore>::connect(options).await?)
///     .plugin(ConsentPlugin::new())
///     .build()?;
/// engine.start().await?;
/// let store = engine.store();
///
/// let app = store.create_app(&App::new("Demo", "demo")).await?;
/// let ada = store.create_user(&User::new(app.id, "ada@example.com")).await?;
/// store.grant_consent(&Consent::new(&ada, "newsletter", "2024-05", Timestamp::now())).await?;
///
/// let plugin = engine.plugin::<ConsentPlugin>().ok_or("it was given to the builder")?;
/// assert!(plugin.granted(&ada.id, &app.id, "newsletter").await?);
/// assert!(!plugin.granted(&ada.id, &app.id, "tracking").await?);
/// store.revoke_consent(&ada.id, &app.id, "newsletter").await?;
/// assert!(!plugin.granted(&ada.id, &app.id, "newsletter").await?);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct ConsentPlugin {
    store: Bound,
}

impl ConsentPlugin {
    /// The name of the plugin, and of its group of entities.
    pub const NAME: &'static str = "consent";

    /// A plugin that is yet to be started by its engine.
    #[must_use]
    pub const fn new() -> Self {
        Self { store: Bound::new() }
    }

    /// Whether the user has agreed to this purpose in the app, and not revoked it.
    ///
    /// # Errors
    ///
    /// Those of the store, and `Unsupported` before the engine is started.
    pub async fn granted(&self, user: &Id<User>, app: &Id<App>, purpose: &str) -> Result<bool> {
        let consent = self.store.get()?.find_consent(user, app, purpose).await?;
        Ok(consent.is_some_and(|consent| consent.granted))
    }
}

impl Plugin for ConsentPlugin {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn groups(&self) -> Vec<Group> {
        vec![Group::new(Self::NAME).entity::<Consent>()]
    }

    fn bound(&self) -> Option<&Bound> {
        Some(&self.store)
    }
}
