//! What the program keeps: apps, their users, and the users' sessions.

use std::collections::BTreeMap;

use storewright::{Id, StoreEntity, Timestamp, composite_store};

/// A tenant.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "apps", id_prefix = "aapp")]
pub struct App {
    #[store(id)]
    pub id: Id<App>,
    pub name: String,
    #[store(unique)]
    pub slug: String,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// A person who can sign in to one app.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "users", id_prefix = "ausr", debug)]
#[store(unique(app_id, email), get = "get_user_by_email", conflict = "EMAIL_TAKEN")]
#[store(unique(app_id, username), get = "get_user_by_username")]
#[store(index(app_id, created_at desc), list = "list_app_users")]
#[store(references(app_id -> App, on_delete = cascade))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub app_id: Id<App>,
    #[store(lowercase, trim)]
    pub email: String,
    pub email_verified: bool,
    pub first_name: String,
    pub last_name: String,
    pub username: Option<String>,
    #[store(secret)]
    pub password_hash: String,
    pub banned: bool,
    pub ban_reason: Option<String>,
    #[store(json)]
    pub metadata: BTreeMap<String, String>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
    #[store(soft_delete)]
    pub deleted_at: Option<Timestamp>,
    #[store(version)]
    pub version: i64,
}

/// One sign-in of a user.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "sessions", id_prefix = "ases", debug)]
#[store(index(user_id, created_at desc), list = "list_user_sessions")]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(list = "list_newest_sessions", order(created_at desc), limit)]
#[store(count = "count_active_sessions", filter(user_id))]
#[store(update = "touch_session", filter(id), set(last_activity_at, expires_at))]
#[store(swap = "rotate_session", filter(token == expected_token))]
#[store(delete = "delete_user_sessions", filter(user_id))]
pub struct Session {
    #[store(id)]
    pub id: Id<Session>,
    pub user_id: Id<User>,
    #[store(secret, unique)]
    pub token: String,
    pub ip_address: Option<String>,
    pub user_agent: Option<String>,
    pub last_activity_at: Timestamp,
    #[store(ttl)]
    pub expires_at: Timestamp,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// Everything that the program keeps, on whatever store it is started with.
#[composite_store(App, User, Session)]
pub trait QuickStore {}
