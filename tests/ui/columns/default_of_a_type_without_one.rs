use storewright::{StoreEntity, StoreValue};

#[derive(StoreValue)]
pub enum Role {
    Admin,
    Member,
}

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(default)]
    pub role: Role,
}

fn main() {}
