#![no_implicit_prelude]

#[derive(::storewright::StoreValue)]
pub enum Role {
    Owner,
    Member,
}

#[derive(::storewright::StoreEntity)]
#[store(table = "users", id_prefix = "ausr")]
#[store(unique(email), get = "get_by_email")]
#[store(list = "list_recent", filter(created_at > since), order(created_at desc), limit)]
#[store(exists = "has_owner", filter(role == Role::Owner))]
pub struct User {
    #[store(id)]
    pub id: ::storewright::Id<User>,
    pub email: ::std::string::String,
    pub role: Role,
    #[store(created)]
    pub created_at: ::storewright::Timestamp,
}

#[::storewright::composite_store(User)]
pub trait AuthStore {}

fn main() {}
