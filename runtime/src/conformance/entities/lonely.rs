//! Entities that reference nothing.

use crate::{Id, StoreEntity, Timestamp};

/// Text, orders, pages and bulk.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_notes")]
pub(crate) struct Note {
    #[store(id)]
    pub(crate) id: String,
    #[store(index)]
    pub(crate) topic: String,
    pub(crate) title: String,
    pub(crate) body: Option<String>,
    pub(crate) rank: Option<i64>,
    pub(crate) weight: Option<f64>,
    pub(crate) at: Option<Timestamp>,
}

impl Note {
    pub(crate) fn new(id: &str, topic: &str, title: &str) -> Self {
        let (id, topic, title) = (id.to_owned(), topic.to_owned(), title.to_owned());
        Self { id, topic, title, body: None, rank: None, weight: None, at: None }
    }
}

/// Unique indexes: single and composite, with and without `None`.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_members", id_prefix = "swcm")]
#[store(unique(tenant, email))]
#[store(unique(tenant, nick))]
pub(crate) struct Member {
    #[store(id)]
    pub(crate) id: Id<Member>,
    pub(crate) tenant: String,
    pub(crate) email: String,
    #[store(unique)]
    pub(crate) phone: Option<String>,
    pub(crate) nick: Option<String>,
    #[store(unique)]
    pub(crate) number: Option<i64>,
}

impl Member {
    pub(crate) fn new(tenant: &str, email: &str) -> Self {
        let (tenant, email) = (tenant.to_owned(), email.to_owned());
        Self { id: Id::new(), tenant, email, phone: None, nick: None, number: None }
    }
}

/// Every column that the store itself fills in.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_docs", id_prefix = "swcd")]
#[store(update = "set_doc_body", filter(id), set(body))]
pub(crate) struct Doc {
    #[store(id)]
    pub(crate) id: Id<Doc>,
    #[store(unique)]
    pub(crate) slug: String,
    pub(crate) body: Option<String>,
    #[store(created)]
    pub(crate) created_at: Timestamp,
    #[store(updated)]
    pub(crate) updated_at: Timestamp,
    #[store(version)]
    pub(crate) version: i64,
}

impl Doc {
    pub(crate) fn new(slug: &str) -> Self {
        // Filled in by the store, whatever stands here.
        let (created_at, updated_at) = (Timestamp::MIN, Timestamp::MAX);
        Self { id: Id::new(), slug: slug.to_owned(), body: None, created_at, updated_at, version: 77 }
    }
}

/// The same without a version.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_profiles", id_prefix = "swcr")]
pub(crate) struct Profile {
    #[store(id)]
    pub(crate) id: Id<Profile>,
    #[store(unique)]
    pub(crate) name: String,
    pub(crate) bio: Option<String>,
    #[store(created)]
    pub(crate) created_at: Timestamp,
    #[store(updated)]
    pub(crate) updated_at: Timestamp,
}

impl Profile {
    pub(crate) fn new(name: &str) -> Self {
        let (created_at, updated_at) = (Timestamp::MIN, Timestamp::MAX);
        Self { id: Id::new(), name: name.to_owned(), bio: None, created_at, updated_at }
    }
}

/// Text that is normalised.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_mailboxes", id_prefix = "swcx")]
pub(crate) struct Mailbox {
    #[store(id)]
    pub(crate) id: Id<Mailbox>,
    #[store(unique, lowercase, trim)]
    pub(crate) address: String,
    #[store(lowercase)]
    pub(crate) host: Option<String>,
}

/// What must not be told.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_vaults", id_prefix = "swcv")]
pub(crate) struct Vault {
    #[store(id)]
    pub(crate) id: Id<Vault>,
    #[store(unique)]
    pub(crate) name: String,
    #[store(secret)]
    pub(crate) token: String,
    #[store(secret)]
    pub(crate) pin: Option<String>,
}

/// An id of two columns.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_grants")]
#[store(id(user, role))]
pub(crate) struct Grant {
    pub(crate) user: String,
    pub(crate) role: i64,
    pub(crate) note: String,
}

/// Declared methods, most with `now`.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_tickets", id_prefix = "swck")]
#[store(count = "count_open_tickets", filter(owner, expires_at > now))]
#[store(exists = "has_open_ticket", filter(owner, expires_at > now))]
#[store(list = "list_open_tickets", filter(owner, expires_at > now), order(expires_at desc), limit = 3)]
#[store(find = "find_latest_ticket", filter(owner, expires_at > now, used_at == none), order(expires_at desc))]
#[store(get = "get_ticket_of", filter(id, owner))]
#[store(delete = "delete_expired_tickets", filter(expires_at <= now))]
#[store(update = "use_ticket", filter(id, used_at == none), set(used_at = now))]
#[store(update = "extend_tickets", filter(owner), set(expires_at))]
pub(crate) struct Ticket {
    #[store(id)]
    pub(crate) id: Id<Ticket>,
    #[store(index)]
    pub(crate) owner: String,
    pub(crate) expires_at: Timestamp,
    pub(crate) used_at: Option<Timestamp>,
    #[store(updated)]
    pub(crate) touched_at: Timestamp,
}

impl Ticket {
    pub(crate) fn new(owner: &str, expires_at: Timestamp) -> Self {
        Self { id: Id::new(), owner: owner.to_owned(), expires_at, used_at: None, touched_at: Timestamp::MIN }
    }
}
