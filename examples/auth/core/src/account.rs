use storewright::{Id, StoreEntity, Timestamp};

use crate::User;

/// A user's identity at another service.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "auth_accounts", id_prefix = "aoau", debug)]
#[store(unique(provider, provider_id), get = "get_account_by_provider")]
#[store(index(user_id), list = "get_accounts_by_user_id")]
#[store(references(user_id -> User, on_delete = cascade))]
pub struct Account {
    #[store(id)]
    pub id: Id<Account>,
    pub user_id: Id<User>,
    pub provider: String,
    pub provider_id: String,
    #[store(encrypted)]
    pub access_token: Option<String>,
    #[store(encrypted)]
    pub refresh_token: Option<String>,
    pub expires_at: Option<Timestamp>,
    pub email: Option<String>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Account {
    /// An account without tokens.
    #[must_use]
    pub fn new(user: Id<User>, provider: impl Into<String>, provider_id: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            user_id: user,
            provider: provider.into(),
            provider_id: provider_id.into(),
            access_token: None,
            refresh_token: None,
            expires_at: None,
            email: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
