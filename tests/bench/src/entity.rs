#![allow(clippy::duplicated_attributes, reason = "two statements may name the same column")]

use std::collections::BTreeMap;

use storewright::{Id, StoreEntity, Timestamp};

/// An entity of twenty columns, as wide as the users of a grown product.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "members", id_prefix = "memb")]
#[store(unique(tenant, email), get = "get_member_by_email")]
#[store(index(tenant, created_at desc), list = "list_tenant_members")]
#[store(update = "set_member_score", filter(id), set(score))]
#[store(swap = "swap_member", filter(password_hash == expected_hash))]
#[store(claim = "claim_member", filter(id, banned), set(banned = now_banned))]
#[store(increment = "count_sign_in", filter(id), add(sign_ins), max)]
#[store(raise = "raise_sign_ins", filter(id), to(sign_ins))]
pub struct Member {
    /// The id.
    #[store(id)]
    pub id: Id<Member>,
    /// The tenant.
    pub tenant: String,
    /// The address.
    #[store(lowercase)]
    pub email: String,
    /// Whether the address was verified.
    pub email_verified: bool,
    /// The first name.
    pub first_name: String,
    /// The last name.
    pub last_name: String,
    /// A picture's URL.
    pub image: Option<String>,
    /// The user name.
    pub username: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// Whether the number was verified.
    pub phone_verified: bool,
    /// The hash of the password.
    #[store(secret)]
    pub password_hash: String,
    /// When the password was changed.
    pub password_changed_at: Option<Timestamp>,
    /// Whether the member is banned.
    pub banned: bool,
    /// Why.
    pub ban_reason: Option<String>,
    /// How often the member signed in.
    pub sign_ins: i64,
    /// A score.
    pub score: f64,
    /// Anything else.
    #[store(json)]
    pub metadata: BTreeMap<String, String>,
    /// When it was created.
    #[store(created)]
    pub created_at: Timestamp,
    /// When it was changed.
    #[store(updated)]
    pub updated_at: Timestamp,
    /// Raised by every change.
    #[store(version)]
    pub version: i64,
}

/// The `number`-th member of one tenant.
#[must_use]
pub fn member(number: usize) -> Member {
    Member {
        id: Id::new(),
        tenant: "tenant-1".to_owned(),
        email: format!("member-{number}@example.com"),
        email_verified: true,
        first_name: format!("First {number}"),
        last_name: "Lastname".to_owned(),
        image: Some(format!("https://images.example.com/{number}.png")),
        username: Some(format!("member_{number}")),
        phone: None,
        phone_verified: false,
        password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaGhhc2g".to_owned(),
        password_changed_at: Some(Timestamp::UNIX_EPOCH),
        banned: false,
        ban_reason: None,
        sign_ins: 12,
        score: 0.75,
        metadata: BTreeMap::from([("plan".to_owned(), "team".to_owned())]),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}
