use auth_core::User;
use storewright::engine::{Bound, Plugin};
use storewright::{Backoff, Error, Group, Id, Result, StoreExt as _};

use crate::{Enrollment, RecoveryCode, RecoveryCodeStore as _, code};

/// The plugin: brings its tables along, and hands out and takes in recovery codes.
///
/// ```
/// use auth_core::{App, AppStore as _, AuthStore, User, UserStore as _};
/// use auth_mfa::MfaPlugin;
/// use storewright::{ConnectOptions, Engine, KeyRing};
///
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let options = ConnectOptions::url("memory:").keys(KeyRing::new(1, [7; 32]));
/// let engine = Engine::builder()
///     .store(<dyn AuthStore>::connect(options).await?)
///     .plugin(MfaPlugin::new())
///     .build()?;
/// engine.start().await?;
/// let store = engine.store();
///
/// let app = store.create_app(&App::new("Demo", "demo")).await?;
/// let ada = store.create_user(&User::new(app.id, "ada@example.com")).await?;
///
/// let plugin = engine.plugin::<MfaPlugin>().ok_or("it was given to the builder")?;
/// let codes = plugin.replace_recovery_codes(&ada.id, 8).await?;
/// assert_eq!((codes.len(), codes[0].len()), (8, 19));
/// assert!(plugin.redeem(&ada.id, &codes[0]).await?);
/// assert!(!plugin.redeem(&ada.id, &codes[0]).await?); // once
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct MfaPlugin {
    store: Bound,
}

impl MfaPlugin {
    /// The name of the plugin, and of its group of entities.
    pub const NAME: &'static str = "mfa";

    /// A plugin that is yet to be started by its engine.
    #[must_use]
    pub const fn new() -> Self {
        Self { store: Bound::new() }
    }

    /// Makes `n` new recovery codes in the place of those that the user has: all of it, or nothing. They are given this one
    /// time, the store has their hashes only.
    ///
    /// # Errors
    ///
    /// Those of the store, `Unsupported` before the engine is started, and `Backend` when the system gives no random bytes.
    pub async fn replace_recovery_codes(&self, user: &Id<User>, n: usize) -> Result<Vec<String>> {
        let store = self.store.get()?;
        let codes = (0..n).map(|_| code::new()).collect::<Result<Vec<_>, _>>();
        let codes = codes.map_err(|_| Error::backend("the system gives no random bytes"))?;
        let rows: Vec<_> =
            codes.iter().map(|code| RecoveryCode::new(*user, code::hash(user, code))).collect();
        let rows = &rows[..];
        store
            .retrying_transaction(&Backoff::default(), |tx| async move {
                tx.delete_recovery_codes(user).await?;
                tx.create_recovery_codes(rows).await
            })
            .await?;
        Ok(codes)
    }

    /// Uses up one of the user's codes: whether it was one that wasn't used before. Case, spaces and dashes don't matter.
    ///
    /// # Errors
    ///
    /// Those of the store, and `Unsupported` before the engine is started.
    pub async fn redeem(&self, user: &Id<User>, code: &str) -> Result<bool> {
        let (store, hash) = (self.store.get()?, code::hash(user, code));
        let codes = store.get_recovery_codes(user).await?;
        match codes.iter().find(|known| known.used_at.is_none() && known.code_hash == hash) {
            // Of several who try it at once, one has it.
            Some(known) => store.consume_recovery_code(&known.id).await,
            None => Ok(false),
        }
    }
}

impl Plugin for MfaPlugin {
    fn name(&self) -> &'static str {
        Self::NAME
    }

    fn groups(&self) -> Vec<Group> {
        vec![Group::new(Self::NAME).entity::<Enrollment>().entity::<RecoveryCode>()]
    }

    fn bound(&self) -> Option<&Bound> {
        Some(&self.store)
    }
}
