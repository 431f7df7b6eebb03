#![allow(missing_docs, reason = "the names of fields say what they hold")]

use auth_core::User;
use storewright::{Id, StoreEntity, Timestamp};

/// What stands in for a second factor, once.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "mfa_recovery_codes", id_prefix = "arec", debug)]
#[store(index(user_id))]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(get_many = "get_recovery_codes_by_id")]
#[store(list = "search_recovery_codes")]
#[store(list = "get_recovery_codes", filter(user_id), order(created_at))]
#[store(claim = "consume_recovery_code", filter(id, used_at == none), set(used_at = now))]
#[store(delete = "delete_recovery_codes", filter(user_id))]
pub struct RecoveryCode {
    #[store(id)]
    pub id: Id<RecoveryCode>,
    pub user_id: Id<User>,
    #[store(secret)]
    pub code_hash: String,
    pub used_at: Option<Timestamp>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl RecoveryCode {
    /// A code that was not used yet.
    #[must_use]
    pub fn new(user: Id<User>, code_hash: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            user_id: user,
            code_hash: code_hash.into(),
            used_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
