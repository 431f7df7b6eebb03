use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(created_at desc, app_id))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: i64,
    #[store(created)]
    pub created_at: Timestamp,
}

fn main() {}
