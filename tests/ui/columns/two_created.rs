use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(created)]
    pub made_at: Timestamp,
}

fn main() {}
