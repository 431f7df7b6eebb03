use storewright::{Id, StoreEntity, Timestamp};

use crate::App;

/// How long an app's sessions last, and how many a user may have; what it leaves open is the engine's to say.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_app_session_configs", id_prefix = "ascf")]
#[store(unique(app_id), get = "get_app_session_config", find = "find_app_session_config")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(get = "get_app_session_config_by_id")]
#[store(upsert = "set_app_session_config", on(app_id))]
#[store(delete = "delete_app_session_config_by_id")]
#[store(delete = "delete_app_session_config", filter(app_id))]
pub struct AppSessionConfig {
    #[store(id)]
    pub id: Id<AppSessionConfig>,
    pub app_id: Id<App>,
    pub token_ttl_seconds: Option<u32>,
    pub refresh_token_ttl_seconds: Option<u32>,
    pub max_active_sessions: Option<u32>,
    pub rotate_refresh_token: Option<bool>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl AppSessionConfig {
    /// A configuration that leaves everything open.
    #[must_use]
    pub fn new(app: Id<App>) -> Self {
        Self {
            id: Id::new(),
            app_id: app,
            token_ttl_seconds: None,
            refresh_token_ttl_seconds: None,
            max_active_sessions: None,
            rotate_refresh_token: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
