use storewright::{Id, StoreEntity, Timestamp};

use crate::{App, Organization};

/// How an organization looks.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_brandings", id_prefix = "abrd")]
#[store(unique(org_id), get = "get_branding", find = "find_branding")]
#[store(references(org_id -> Organization, on_delete = cascade))]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(get = "get_branding_by_id")]
#[store(upsert = "save_branding", on(org_id))]
#[store(delete = "delete_branding_by_id")]
#[store(delete = "delete_branding", filter(org_id))]
pub struct Branding {
    #[store(id)]
    pub id: Id<Branding>,
    pub org_id: Id<Organization>,
    pub app_id: Id<App>,
    pub logo_url: Option<String>,
    pub primary_color: Option<String>,
    pub secondary_color: Option<String>,
    pub background_color: Option<String>,
    pub css: Option<String>,
    pub company_name: Option<String>,
    pub tagline: Option<String>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Branding {
    /// The plain look.
    #[must_use]
    pub fn new(org: &Organization) -> Self {
        Self {
            id: Id::new(),
            org_id: org.id,
            app_id: org.app_id,
            logo_url: None,
            primary_color: None,
            secondary_color: None,
            background_color: None,
            css: None,
            company_name: None,
            tagline: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
