use storewright::{Id, StoreEntity, StoreValue, Timestamp};

use crate::{App, User};

/// What a user is told, and by which way.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_notifications", id_prefix = "antf")]
#[store(index(user_id, created_at desc), list = "list_user_notifications")]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(update = "mark_sent", filter(id), set(sent = true, sent_at = now))]
pub struct Notification {
    #[store(id)]
    pub id: Id<Notification>,
    pub app_id: Id<App>,
    pub user_id: Id<User>,
    pub kind: String,
    pub channel: Channel,
    pub subject: Option<String>,
    pub body: String,
    pub sent: bool,
    pub sent_at: Option<Timestamp>,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// How a notification reaches its user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, StoreValue)]
pub enum Channel {
    Email,
    Sms,
    Push,
}

impl Notification {
    /// A notification that is yet to be sent.
    #[must_use]
    pub fn new(user: &User, kind: impl Into<String>, channel: Channel, body: impl Into<String>) -> Self {
        Self {
            id: Id::new(),
            app_id: user.app_id,
            user_id: user.id,
            kind: kind.into(),
            channel,
            subject: None,
            body: body.into(),
            sent: false,
            sent_at: None,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
