use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(references(app -> User, on_delete = restrict))]
pub struct User {
    #[store(id, encrypted)]
    pub id: i64,
    #[store(encrypted, unique)]
    pub email: String,
    #[store(encrypted, lowercase, trim)]
    pub name: String,
    #[store(encrypted, ttl)]
    pub expires_at: Timestamp,
    #[store(encrypted, default = "")]
    pub token: String,
    #[store(encrypted)]
    pub app: i64,
}

fn main() {}
