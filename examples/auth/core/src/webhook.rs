use storewright::{Id, StoreEntity, Timestamp};

use crate::{App, Environment};

/// Where an app wants to be told of what happens.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "auth_webhooks", id_prefix = "awhk", debug)]
#[store(index(app_id))]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(env_id -> Environment, on_delete = set_null))]
#[store(list = "search_webhooks")]
#[store(list = "list_webhooks", filter(app_id), order(created_at))]
pub struct Webhook {
    #[store(id)]
    pub id: Id<Webhook>,
    pub app_id: Id<App>,
    pub env_id: Option<Id<Environment>>,
    pub url: String,
    pub events: Vec<String>,
    #[store(secret)]
    pub secret: String,
    pub active: bool,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Webhook {
    /// An active webhook, of no event yet.
    #[must_use]
    pub fn new(app: Id<App>, url: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            app_id: app,
            env_id: None,
            url: url.into(),
            events: Vec::new(),
            secret: secret.into(),
            active: true,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
