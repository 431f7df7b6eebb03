use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(app_id, created_at down))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: i64,
    #[store(created)]
    pub created_at: Timestamp,
}

fn main() {}
