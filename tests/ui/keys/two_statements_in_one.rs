use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users", unique(app_id, email), get = "get_by_email", id(id))]
#[store(count = "count_named", filter(name), list = "list_named", filter(name), order(email))]
pub struct User {
    pub id: i64,
    pub app_id: i64,
    pub email: String,
    pub name: String,
}

fn main() {}
