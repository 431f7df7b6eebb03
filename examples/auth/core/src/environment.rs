use std::collections::BTreeMap;

use storewright::{Id, StoreEntity, StoreValue, Timestamp};

use crate::App;

/// A stage of an app, of which one is the default.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_environments", id_prefix = "aenv")]
#[store(unique(app_id, slug), get = "get_environment_by_slug")]
#[store(unique(app_id), when(is_default), get = "get_default_environment", conflict = "DEFAULT_TAKEN")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(cloned_from -> Environment, on_delete = set_null))]
#[store(list = "search_environments")]
#[store(list = "list_environments", filter(app_id), order(created_at))]
#[store(delete = "force_delete_environment")]
#[store(delete = "delete_environment", filter(id), guard(is_default == false))]
#[store(set_exclusive = "set_default_environment", filter(app_id), flag(is_default))]
pub struct Environment {
    #[store(id)]
    pub id: Id<Environment>,
    pub app_id: Id<App>,
    pub name: String,
    pub slug: String,
    pub kind: EnvironmentKind,
    pub is_default: bool,
    pub color: Option<String>,
    pub description: Option<String>,
    #[store(json)]
    pub settings: Option<serde_json::Value>,
    pub cloned_from: Option<Id<Environment>>,
    pub metadata: BTreeMap<String, String>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// What an environment is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, StoreValue)]
pub enum EnvironmentKind {
    Development,
    Staging,
    Production,
}

impl Environment {
    /// An environment that is not the default.
    #[must_use]
    pub fn new(app: Id<App>, slug: impl Into<String>, kind: EnvironmentKind) -> Self {
        let slug = slug.into();
        Self {
            id: Id::new(),
            app_id: app,
            name: slug.clone(),
            slug,
            kind,
            is_default: false,
            color: None,
            description: None,
            settings: None,
            cloned_from: None,
            metadata: BTreeMap::new(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
