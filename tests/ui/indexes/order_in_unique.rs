use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(unique(app_id, email desc))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: i64,
    pub email: String,
}

fn main() {}
