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
#[store(update = "promote", filter(id, role != Role::Ok), set(role = Role::Err))]
pub struct User {
    #[store(id)]
    pub id: storewright::Id<User>,
    #[store(lowercase)]
    pub email: ::std::string::String,
    pub slug: Slug,
    pub role: Role,
    pub inviter: ::std::option::Option<storewright::Id<User>>,
    #[store(json)]
    pub tags: ::std::vec::Vec<::std::string::String>,
    #[store(created)]
    pub created_at: storewright::Timestamp,
    #[store(soft_delete)]
    pub deleted_at: ::std::option::Option<storewright::Timestamp>,
}

#[composite_store(User)]
pub trait AuthStore {}

fn main() {}
