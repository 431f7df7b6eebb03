#![allow(missing_docs, reason = "the names of fields say what they hold")]

use auth_core::{App, User};
use storewright::{Id, StoreEntity, Timestamp};

/// What a user agreed to in one app, for one purpose.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "consent_consents", id_prefix = "acns")]
#[store(unique(user_id, app_id, purpose), get = "get_consent", find = "find_consent")]
#[store(index(app_id, granted_at desc))]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(get = "get_consent_by_id")]
#[store(upsert = "grant_consent", on(user_id, app_id, purpose))]
#[store(update = "revoke_consent", filter(user_id, app_id, purpose, granted == true), set(granted = false, revoked_at = now))]
pub struct Consent {
    #[store(id)]
    pub id: Id<Consent>,
    pub user_id: Id<User>,
    pub app_id: Id<App>,
    pub purpose: String,
    pub granted: bool,
    pub version: String,
    pub ip_address: String,
    pub granted_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Consent {
    /// A consent that is given at this moment, to this version of what was asked.
    #[must_use]
    pub fn new(
        user: &User,
        purpose: impl Into<String>,
        version: impl Into<String>,
        granted_at: Timestamp,
    ) -> Self {
        Self {
            id: Id::new(),
            user_id: user.id,
            app_id: user.app_id,
            purpose: purpose.into(),
            granted: true,
            version: version.into(),
            ip_address: String::new(),
            granted_at,
            revoked_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
