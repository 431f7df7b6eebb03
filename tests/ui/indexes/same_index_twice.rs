use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(app_id, name))]
#[store(index(app_id, name), list = "list_named")]
#[store(unique(email))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: i64,
    pub name: String,
    #[store(unique)]
    pub email: String,
}

fn main() {}
