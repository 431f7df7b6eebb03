use storewright::StoreEntity;

#[derive(StoreEntity)]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(table = "users")]
    pub email: String,
    #[store(id_prefix = "usr")]
    pub name: String,
    #[store(references(app_id -> App, on_delete = cascade))]
    pub app_id: i64,
}

fn main() {}
