use std::collections::BTreeMap;

use storewright::{Id, StoreEntity, Timestamp};

use crate::{App, Environment};

/// A person who can sign in to one app.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "auth_users", id_prefix = "ausr", debug)]
#[store(unique(app_id, email), get = "get_user_by_email", conflict = "EMAIL_TAKEN")]
#[store(unique(app_id, username), get = "get_user_by_username", conflict = "USERNAME_TAKEN")]
#[store(unique(app_id, phone), get = "get_user_by_phone", conflict = "PHONE_TAKEN")]
#[store(index(app_id, created_at desc), list = "list_newest_users")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(env_id -> Environment, on_delete = set_null))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub app_id: Id<App>,
    pub env_id: Option<Id<Environment>>,
    #[store(lowercase, trim)]
    pub email: String,
    pub email_verified: bool,
    pub first_name: String,
    pub last_name: String,
    pub image: Option<String>,
    pub username: Option<String>,
    pub phone: Option<String>,
    pub phone_verified: bool,
    #[store(secret)]
    pub password_hash: String,
    pub password_changed_at: Option<Timestamp>,
    pub banned: bool,
    pub ban_reason: Option<String>,
    pub ban_expires: Option<Timestamp>,
    pub metadata: BTreeMap<String, String>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
    #[store(soft_delete)]
    pub deleted_at: Option<Timestamp>,
}

impl User {
    /// A user without a password, in no environment.
    #[must_use]
    pub fn new(app: Id<App>, email: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            app_id: app,
            env_id: None,
            email: email.into(),
            email_verified: false,
            first_name: String::new(),
            last_name: String::new(),
            image: None,
            username: None,
            phone: None,
            phone_verified: false,
            password_hash: String::new(),
            password_changed_at: None,
            banned: false,
            ban_reason: None,
            ban_expires: None,
            metadata: BTreeMap::new(),
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            deleted_at: None,
        }
    }
}
