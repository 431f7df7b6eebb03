use storewright::{Id, StoreEntity, Timestamp};

use crate::{App, User};

/// What a user has signed in with.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "auth_devices", id_prefix = "adev")]
#[store(unique(user_id, fingerprint), get = "get_device_by_fingerprint")]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(list = "search_devices")]
#[store(list = "list_user_devices", filter(user_id), order(last_seen_at desc))]
#[store(list = "list_devices", order(created_at desc), limit)]
pub struct Device {
    #[store(id)]
    pub id: Id<Device>,
    pub user_id: Id<User>,
    pub app_id: Id<App>,
    pub name: Option<String>,
    pub kind: Option<String>,
    pub browser: Option<String>,
    pub os: Option<String>,
    pub ip_address: Option<String>,
    pub fingerprint: Option<String>,
    pub trusted: bool,
    pub trusted_until: Option<Timestamp>,
    pub last_seen_at: Timestamp,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

impl Device {
    /// A device that is not trusted.
    #[must_use]
    pub fn new(user: &User, last_seen_at: Timestamp) -> Self {
        Self {
            id: Id::new(),
            user_id: user.id,
            app_id: user.app_id,
            name: None,
            kind: None,
            browser: None,
            os: None,
            ip_address: None,
            fingerprint: None,
            trusted: false,
            trusted_until: None,
            last_seen_at,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
