use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(app_id, password_hash desc))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: i64,
    #[store(secret)]
    pub password_hash: String,
}

fn main() {}
