use storewright::{StoreEntity, composite_store};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
}

pub struct Session {
    pub token: String,
}

#[composite_store(User, Session)]
pub trait AuthStore {}

fn main() {}
