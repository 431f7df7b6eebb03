#![allow(missing_docs, reason = "the names of fields say what they hold")]

use auth_core::User;
use storewright::{Id, StoreEntity, Timestamp};

/// A second factor of a user, one of each method.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "mfa_enrollments", id_prefix = "amfa", debug)]
#[store(unique(user_id, method), get = "get_enrollment", find = "find_enrollment")]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(get = "get_enrollment_by_id")]
#[store(list = "search_enrollments")]
#[store(list = "list_enrollments", filter(user_id), order(method))]
pub struct Enrollment {
    #[store(id)]
    pub id: Id<Enrollment>,
    pub user_id: Id<User>,
    pub method: String,
    #[store(encrypted)]
    pub secret: String,
    pub verified: bool,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Enrollment {
    /// A factor that was not proven yet.
    #[must_use]
    pub fn new(user: Id<User>, method: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            user_id: user,
            method: method.into(),
            secret: secret.into(),
            verified: false,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
