use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
pub struct App {
    #[store(id)]
    pub id: i64,
}

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(references(app_id -> App, on_delete = cascade))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub app_id: String,
}

fn main() {}
