#![allow(missing_docs, reason = "the names of fields and variants say what they hold")]

use auth_core::{App, User};
use storewright::{Id, StoreEntity, StoreValue, Timestamp};

/// Somebody who asked to be let into an app.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "waitlist_entries", id_prefix = "awlt", name = "entry", plural = "entries")]
#[store(unique(app_id, email), get = "get_entry_by_email", conflict = "ALREADY_WAITING")]
#[store(index(app_id, created_at desc), list = "list_newest_entries")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(user_id -> User, on_delete = set_null))]
#[store(update = "update_entry_status", filter(id), set(status, note))]
#[store(count_by = "count_by_status", filter(app_id), by(status))]
pub struct WaitlistEntry {
    #[store(id)]
    pub id: Id<WaitlistEntry>,
    pub app_id: Id<App>,
    #[store(lowercase, trim)]
    pub email: String,
    pub name: String,
    pub status: Status,
    pub user_id: Option<Id<User>>,
    pub ip_address: String,
    pub note: String,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, StoreValue)]
pub enum Status {
    Pending,
    Approved,
    Rejected,
}

impl WaitlistEntry {
    /// An entry that nothing was decided about.
    #[must_use]
    pub fn new(app: Id<App>, email: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            app_id: app,
            email: email.into(),
            name: name.into(),
            status: Status::Pending,
            user_id: None,
            ip_address: String::new(),
            note: String::new(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
