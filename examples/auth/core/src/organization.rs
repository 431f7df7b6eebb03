use std::collections::BTreeMap;

use storewright::{Id, StoreEntity, Timestamp};

use crate::{App, Environment, Member, User};

/// A group of users of one app.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_organizations", id_prefix = "aorg")]
#[store(unique(app_id, slug), get = "get_organization_by_slug", conflict = "SLUG_TAKEN")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(env_id -> Environment, on_delete = set_null))]
#[store(create_with = "create_organization_with_member", with(Member))]
pub struct Organization {
    #[store(id)]
    pub id: Id<Organization>,
    pub app_id: Id<App>,
    pub env_id: Option<Id<Environment>>,
    pub name: String,
    pub slug: String,
    pub logo: Option<String>,
    pub metadata: BTreeMap<String, String>,
    pub created_by: Id<User>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Organization {
    /// An organization that a user makes in their app. It has no members yet.
    #[must_use]
    pub fn new(creator: &User, name: impl Into<String>, slug: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            app_id: creator.app_id,
            env_id: creator.env_id,
            name: name.into(),
            slug: slug.into(),
            logo: None,
            metadata: BTreeMap::new(),
            created_by: creator.id,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
