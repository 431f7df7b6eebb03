use std::collections::BTreeMap;

use storewright::{Id, StoreEntity, Timestamp};

/// A tenant: whatever else there is belongs to one, directly or not, and goes with it.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_apps", id_prefix = "aapp")]
#[store(unique(is_platform), when(is_platform), get = "get_platform_app", conflict = "PLATFORM_TAKEN")]
pub struct App {
    #[store(id)]
    pub id: Id<App>,
    pub name: String,
    #[store(unique(get = "get_app_by_slug", conflict = "SLUG_TAKEN"))]
    pub slug: String,
    #[store(unique(get = "get_app_by_publishable_key"))]
    pub publishable_key: Option<String>,
    pub logo: Option<String>,
    pub is_platform: bool,
    pub metadata: BTreeMap<String, String>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl App {
    /// An app that is not the platform's own.
    #[must_use]
    pub fn new(name: impl Into<String>, slug: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            name: name.into(),
            slug: slug.into(),
            publishable_key: None,
            logo: None,
            is_platform: false,
            metadata: BTreeMap::new(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
