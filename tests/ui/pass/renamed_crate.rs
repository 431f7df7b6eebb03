// As an application does that depends on the library under another name, or gets it through another crate.
extern crate storewright as renamed;

mod framework {
    pub mod exports {
        pub use renamed::*;
    }
}

// What bears the library's own name is something else here.
mod storewright {}

#[derive(Debug, renamed::StoreValue)]
#[store(crate = renamed)]
pub enum Role {
    Owner,
    Member,
}

#[derive(Debug, framework::exports::StoreValue)]
#[store(crate = framework::exports)]
pub struct Slug(pub String);

#[derive(Debug, renamed::StoreEntity)]
#[store(table = "users", crate = renamed)]
#[store(list = "list_owners", filter(role == Role::Owner))]
pub struct User {
    #[store(id)]
    pub id: renamed::Id<User>,
    pub role: Role,
    pub slug: Slug,
}

#[derive(Debug, framework::exports::StoreEntity)]
#[store(table = "sessions")]
#[store(crate = crate::framework::exports)]
#[store(references(user_id -> User, on_delete = cascade))]
pub struct Session {
    #[store(id)]
    pub id: renamed::Id<Session>,
    pub user_id: renamed::Id<User>,
}

#[renamed::composite_store(User, Session, crate = renamed)]
pub trait AuthStore {}

fn main() {}
