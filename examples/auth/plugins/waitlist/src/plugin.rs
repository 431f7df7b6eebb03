use storewright::engine::{Bound, Plugin};
use storewright::{Group, Id, Result};

use crate::{Status, WaitlistEntry, WaitlistEntryStore as _};

/// The plugin: brings its table along, and lets those who wait in.
///
/// ```
/// use auth_core::{App, AppStore as _, AuthStore};
/// use auth_waitlist::{Status, WaitlistEntry, WaitlistEntryStore as _, WaitlistPlugin};
/// use storewright::{ConnectOptions, Engine, KeyRing};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = ConnectOptions::url("memory:").keys(KeyRing::new(1, [7; 32]));
/// let engine = Engine::builder()
///     .store(<dyn AuthStore>::connect(options).await?)
///     .plugin(WaitlistPlugin::new())
///     .build()?;
/// engine.start().await?;
/// let store = engine.store();
///
/// let app = store.create_app(&App::new("Demo", "demo")).await?;
/// let entry = store.create_entry(&WaitlistEntry::new(app.id, "Ada@example.com", "Ada")).await?;
///
/// let plugin = engine.plugin::<WaitlistPlugin>().ok_or("it was given to the builder")?;
/// assert!(plugin.approve(&entry.id, "a friend of the house").await?);
/// assert_eq!(store.get_entry_by_email(&app.id, "ada@example.com").await?.status, Status::Approved);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct WaitlistPlugin {
    store: Bound,
}

impl WaitlistPlugin {
    /// The name of the plugin, and of its group of entities.
    pub const NAME: &'static str = "waitlist";

    /// A plugin that is yet to be started by its engine.
    #[must_use]
    pub const fn new() -> Self {
        Self { store: Bound::new() }
    }

    /// Lets in who waits by this entry: whether there is one.
    ///
    /// # Errors
    ///
    /// Those of the store, and `Unsupported` before the engine is started.
    pub async fn approve(&self, entry: &Id<WaitlistEntry>, note: &str) -> Result<bool> {
        self.store.get()?.update_entry_status(entry, &Status::Approved, note).await
    }
}

impl Plugin for WaitlistPlugin {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn groups(&self) -> Vec<Group> {
        vec![Group::new(Self::NAME).entity::<WaitlistEntry>()]
    }

    fn bound(&self) -> Option<&Bound> {
        Some(&self.store)
    }
}
