use storewright::{Id, StoreEntity, Timestamp};

use crate::{App, Environment, User};

/// What a program signs in with.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "auth_api_keys", id_prefix = "akey", debug)]
#[store(unique(app_id, key_prefix), get = "get_api_key_by_prefix")]
#[store(unique(app_id, public_key), get = "get_api_key_by_public_key")]
#[store(index(app_id, user_id), list = "list_api_keys_by_user")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(env_id -> Environment, on_delete = set_null))]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(list = "list_api_keys_by_app", filter(app_id), order(created_at))]
pub struct ApiKey {
    #[store(id)]
    pub id: Id<ApiKey>,
    pub app_id: Id<App>,
    pub env_id: Option<Id<Environment>>,
    pub user_id: Option<Id<User>>,
    pub service_account_id: Option<String>,
    pub name: String,
    #[store(secret)]
    pub key_hash: String,
    pub key_prefix: String,
    pub public_key: Option<String>,
    pub scopes: Vec<String>,
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
    pub revoked: bool,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl ApiKey {
    /// A key of nobody in particular, without scopes and an end.
    #[must_use]
    pub fn new(
        app: Id<App>,
        name: impl Into<String>,
        key_prefix: impl Into<String>,
        key_hash: impl Into<String>,
    ) -> Self {
        Self {
            id: Id::new(),
            app_id: app,
            env_id: None,
            user_id: None,
            service_account_id: None,
            name: name.into(),
            key_hash: key_hash.into(),
            key_prefix: key_prefix.into(),
            public_key: None,
            scopes: Vec::new(),
            expires_at: None,
            last_used_at: None,
            revoked: false,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
