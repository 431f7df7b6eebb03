use storewright::{Id, StoreEntity, Timestamp};

use crate::App;

/// Which fields a form of an app asks for.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_form_configs", id_prefix = "afcf")]
#[store(unique(app_id, form_type), get = "get_form_config")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(get = "get_form_config_by_id")]
#[store(delete = "delete_form_config_by_id")]
#[store(delete = "delete_form_config", filter(app_id, form_type))]
#[store(list = "search_form_configs")]
#[store(list = "list_form_configs", filter(app_id), order(form_type))]
pub struct FormConfig {
    #[store(id)]
    pub id: Id<FormConfig>,
    pub app_id: Id<App>,
    pub form_type: String,
    #[store(json)]
    pub fields: Vec<FormField>,
    pub active: bool,
    #[store(version)]
    pub version: i64,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FormField {
    /// What it is called in what is sent.
    pub name: String,
    /// What stands beside it.
    pub label: String,
    /// Whether it must be filled in.
    pub required: bool,
}

impl FormConfig {
    /// An active form.
    #[must_use]
    pub fn new(app: Id<App>, form_type: impl Into<String>, fields: Vec<FormField>) -> Self {
        Self {
            id: Id::new(),
            app_id: app,
            form_type: form_type.into(),
            fields,
            active: true,
            version: 0,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
