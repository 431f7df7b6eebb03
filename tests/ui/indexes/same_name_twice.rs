use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(app_id), name = "users_by")]
#[store(index(email), name = "users_by")]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: i64,
    pub email: String,
}

fn main() {}
