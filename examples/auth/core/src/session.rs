use storewright::{Id, StoreEntity, Timestamp};

use crate::{App, Device, Environment, Organization, User};

/// One sign-in of a user. From `expires_at` on it is gone, for refreshing too: it is the end of the session, not of its token.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "auth_sessions", id_prefix = "ases", debug)]
#[store(index(user_id, created_at desc), list = "list_user_sessions")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(env_id -> Environment, on_delete = set_null))]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(references(org_id -> Organization, on_delete = set_null))]
#[store(references(device_id -> Device, on_delete = set_null))]
#[store(references(impersonated_by -> User, on_delete = cascade))]
#[store(list = "search_sessions")]
#[store(list = "list_sessions", order(created_at desc), limit)]
#[store(count = "count_active_sessions", filter(user_id))]
#[store(swap = "rotate_session", filter(token == expected_token))]
#[store(update = "touch_session", filter(id), set(last_activity_at, expires_at))]
#[store(update = "mark_session_active", filter(id), set(last_activity_at))]
#[store(delete = "delete_user_sessions", filter(user_id))]
#[store(delete = "delete_session_family", filter(family_id))]
pub struct Session {
    #[store(id)]
    pub id: Id<Session>,
    pub app_id: Id<App>,
    pub env_id: Option<Id<Environment>>,
    pub user_id: Id<User>,
    pub org_id: Option<Id<Organization>>,
    #[store(index)]
    pub family_id: String,
    #[store(secret, unique)]
    pub token: String,
    #[store(secret, unique)]
    pub refresh_token: String,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub device_id: Option<Id<Device>>,
    pub impersonated_by: Option<Id<User>>,
    pub last_activity_at: Timestamp,
    #[store(ttl)]
    pub expires_at: Timestamp,
    pub refresh_token_expires_at: Timestamp,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Session {
    /// A session of a user that lasts, with both its tokens, until `expires_at`. It is a family of its own.
    #[must_use]
    pub fn new(
        user: &User,
        token: impl Into<String>,
        refresh_token: impl Into<String>,
        expires_at: Timestamp,
    ) -> Self {
        let id = Id::new();
        Self {
            id,
            app_id: user.app_id,
            env_id: user.env_id,
            user_id: user.id,
            org_id: None,
            family_id: id.to_string(),
            token: token.into(),
            refresh_token: refresh_token.into(),
            ip_address: None,
            user_agent: None,
            device_id: None,
            impersonated_by: None,
            last_activity_at: Timestamp::UNIX_EPOCH,
            expires_at,
            refresh_token_expires_at: expires_at,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
