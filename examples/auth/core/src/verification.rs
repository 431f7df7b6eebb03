use storewright::{Id, StoreEntity, StoreValue, Timestamp};

use crate::{App, User};

/// A code that a user proves something with, once.
#[derive(Clone, PartialEq, StoreEntity)]
#[store(table = "auth_verifications", id_prefix = "avrf", debug)]
#[store(index(token))]
#[store(index(user_id, kind, created_at desc))]
#[store(references(app_id -> App, on_delete = cascade))]
#[store(references(user_id -> User, on_delete = cascade))]
#[store(get = "get_verification_by_id")]
#[store(get = "get_verification", filter(token), order(created_at desc))]
#[store(get = "get_active_email_verification", filter(user_id, kind == VerificationKind::Email, consumed == false, expires_at > now), order(created_at desc))]
#[store(claim = "consume_verification", filter(token, consumed == false, expires_at > now), set(consumed = true))]
#[store(increment = "add_verification_attempt", filter(id), add(attempts), max)]
#[store(delete = "delete_expired_verifications", filter(expires_at < before))]
pub struct Verification {
    #[store(id)]
    pub id: Id<Verification>,
    pub app_id: Id<App>,
    pub user_id: Id<User>,
    pub kind: VerificationKind,
    #[store(secret)]
    pub token: String,
    pub attempts: u32,
    pub consumed: bool,
    pub expires_at: Timestamp,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(updated)]
    pub updated_at: Timestamp,
}

/// What a code proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, StoreValue)]
pub enum VerificationKind {
    Email,
    Phone,
    PasswordReset,
}

impl Verification {
    /// A code that nobody has tried yet.
    #[must_use]
    pub fn new(user: &User, kind: VerificationKind, token: impl Into<String>, expires_at: Timestamp) -> Self {
        Self {
            id: Id::new(),
            app_id: user.app_id,
            user_id: user.id,
            kind,
            token: token.into(),
            attempts: 0,
            consumed: false,
            expires_at,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
        }
    }
}
