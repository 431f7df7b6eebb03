use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(unique(app_id, email))]
    pub email: String,
    pub app_id: i64,
}

fn main() {}
