use storewright::composite_store;

mod shadow {
    pub struct Result;
    pub struct Option;
    pub struct String;
    pub struct Vec;
    pub struct Box;
    pub struct Id;
    pub struct Timestamp;
    pub struct Value;
    pub struct Row;
    pub struct Error;
    pub struct Page;
    pub struct BoxFuture;
    pub struct StoreHandle;
    pub trait Send {}
    pub trait Sync {}
    pub trait Sized {}
    pub trait Fn {}
    pub trait Into {}
    pub trait From {}
    pub trait Iterator {}
    pub trait Clone {}
    pub trait Entity {}
    pub trait StoreValue {}
    pub trait Backed {}
    pub trait Store {}
    #[allow(non_snake_case)]
    pub fn Ok() {}
    #[allow(non_snake_case)]
    pub fn Err() {}
    #[allow(non_snake_case)]
    pub fn Some() {}
    pub const None: () = ();
    pub mod core {}
    pub mod std {}
}

use shadow::*;

macro_rules! vec {
    ($($any:tt)*) => {
        compile_error!("the caller's `vec!`")
    };
}

macro_rules! matches {
    ($($any:tt)*) => {
        compile_error!("the caller's `matches!`")
    };
}

#[derive(storewright::StoreValue)]
pub enum Role {
    Ok,
    Err,
    Some,
    None,
}

#[derive(storewright::StoreValue)]
pub struct Slug(pub ::std::string::String);

#[derive(storewright::StoreEntity)]
#[store(table = "users")]
#[store(unique(email, role))]
#[store(index(role, created_at desc), list = "list_role")]
#[store(references(inviter -> User, on_delete = set_null))]
#[store(count = "count_live", filter(inviter == none, created_at < now))]
#[store(unique(role), when(live, inviter == none), get = "get_live", name = "live_ones", conflict = "LIVE_TAKEN")]
#[store(update = "touch_if", filter(id), guard(live == false, any(inviter == none, inviter != other)), set(live = true), returning)]
#[store(swap = "swap_if_live", filter(live == true))]
#[store(claim = "claim_it", filter(live == false), set(live = true), order(created_at desc), returning)]
#[store(take = "take_it", filter(live == true))]
#[store(insert_new = "insert_new_email", on(email, role))]
#[store(upsert = "upsert_by_email", on(email, role))]
#[store(set_exclusive = "make_live", filter(role), flag(live))]
#[store(increment = "count_up", filter(id), add(count = by), max, min = 0)]
#[store(raise = "raise_count", filter(id), to(count))]
#[store(count_by = "count_by_it", by(inviter))]
#[store(insert_new = "insert_new_user")]
#[store(through = "list_inviters", filter(role), via(inviter), order(created_at desc), limit = 3)]
#[store(through = "list_all_inviters", via(inviter))]
#[store(through = "page_inviters", via(inviter), page)]
#[store(create_with = "create_user_with", with([self::User]))]
#[store(update = "promote", filter(id, role != Role::Ok), set(role = Role::Err))]
pub struct User {
    #[store(id)]
    pub id: storewright::Id<User>,
    #[store(lowercase)]
    pub email: ::std::string::String,
    pub slug: Slug,
    pub role: Role,
    pub inviter: ::std::option::Option<storewright::Id<User>>,
    #[store(default)]
    pub live: bool,
    #[store(default = 3)]
    pub count: u32,
    #[store(ttl)]
    pub expires_at: ::std::option::Option<storewright::Timestamp>,
    #[store(json, default)]
    pub tags: ::std::vec::Vec<::std::string::String>,
    #[store(created)]
    pub created_at: storewright::Timestamp,
    #[store(soft_delete)]
    pub deleted_at: ::std::option::Option<storewright::Timestamp>,
}

#[composite_store(User)]
pub trait AuthStore {}

fn main() {}
