use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(app_id), find = "find_by_app")]
#[store(unique(email), list = "list_by_email")]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: i64,
    pub email: String,
}

fn main() {}
