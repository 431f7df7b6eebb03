//! Nothing that is generated may warn in a crate that forbids warnings and asks for docs everywhere.

#![deny(warnings, missing_docs, unused, rust_2018_idioms, unreachable_pub, missing_debug_implementations)]
#![deny(elided_lifetimes_in_paths, unused_qualifications, unused_lifetimes, trivial_casts, single_use_lifetimes)]
#![forbid(unsafe_code)]

use storewright::{Id, StoreEntity, StoreValue, Timestamp, composite_store};

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, StoreValue)]
pub enum Role {
    /// Everything.
    Owner,
    /// Some things.
    Member,
}

/// The part of a URL that names something.
#[derive(Clone, Debug, PartialEq, StoreValue)]
pub struct Slug(pub String);

/// Somebody who can sign in.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "users", id_prefix = "ausr")]
#[store(unique(app, email), get = "get_user_by_email")]
#[store(index(app, created_at desc), list = "list_app_users")]
#[store(list = "list_owners", filter(app, role == Role::Owner), order(created_at desc), limit)]
#[store(count = "count_recent", filter(created_at > since))]
#[store(update = "rename_user", filter(id), set(slug))]
#[store(references(referrer -> User, on_delete = set_null))]
#[store(unique(app), when(live, referrer == none), get = "get_live", name = "live_ones", conflict = "LIVE_TAKEN")]
#[store(update = "touch_if", filter(id), guard(live == false, any(referrer == none, referrer != other)), set(live = true), returning)]
#[store(swap = "swap_if_live", filter(live == true))]
#[store(claim = "claim_it", filter(live == false), set(live = true), order(created_at desc), returning)]
#[store(take = "take_it", filter(live == true))]
#[store(insert_new = "insert_new_email", on(app, email))]
#[store(upsert = "upsert_by_email", on(app, email))]
#[store(set_exclusive = "make_live", filter(app), flag(live))]
#[store(increment = "count_up", filter(id), add(count = by), max, min = 0)]
#[store(raise = "raise_count", filter(id), to(count))]
#[store(count_by = "count_by_it", by(referrer))]
#[store(through = "list_referrers", filter(app), via(referrer), order(created_at desc), limit)]
#[store(through = "page_referrers", filter(app), via(referrer), page)]
#[store(create_with = "create_user_with", with([User]))]
pub struct User {
    /// Its id.
    #[store(id)]
    pub id: Id<User>,
    /// Where it belongs.
    pub app: i64,
    /// Where to write to.
    #[store(lowercase, trim)]
    pub email: String,
    /// How it is named in URLs.
    pub slug: Slug,
    /// What it may do.
    pub role: Role,
    /// Who brought it.
    pub referrer: Option<Id<User>>,
    /// Whether it is the one that counts.
    #[store(default)]
    pub live: bool,
    /// How often.
    #[store(default = 3)]
    pub count: u32,
    /// When it expires.
    #[store(ttl)]
    pub expires_at: Timestamp,
    /// What nobody may see.
    #[store(secret)]
    pub password_hash: String,
    #[allow(missing_docs)]
    #[store(json)]
    pub tags: Vec<String>,
    /// Since when it is there.
    #[store(created)]
    pub created_at: Timestamp,
    /// Since when it is as it is.
    #[store(updated)]
    pub updated_at: Timestamp,
    /// Since when it is gone.
    #[store(soft_delete)]
    pub deleted_at: Option<Timestamp>,
    /// How often it was changed.
    #[store(version)]
    pub version: i64,
}

/// Everything that is stored.
#[composite_store(User)]
pub trait AuthStore {}

mod private {
    use storewright::{Id, StoreEntity, StoreValue, composite_store};

    #[derive(Clone, Copy, Debug, PartialEq, StoreValue)]
    enum Kind {
        Short,
        Long,
    }

    // Private and never used beyond its declaration: none of the generated methods, columns and traits may be called dead.
    #[derive(Debug, StoreEntity)]
    #[store(table = "notes")]
    #[store(unique(title))]
    #[store(list = "list_short", filter(kind == Kind::Short))]
    struct Note {
        #[store(id)]
        id: Id<Note>,
        title: String,
        kind: Kind,
        #[store(encrypted)]
        token: Option<String>,
    }

    #[composite_store(Note)]
    trait NoteStores {}

    pub(super) fn note() {
        let note = Note { id: Id::new(), title: String::new(), kind: Kind::Long, token: None };
        let _ = (note.id, note.title, note.kind, note.token, Kind::Short);
    }
}

fn main() {
    private::note();
}
