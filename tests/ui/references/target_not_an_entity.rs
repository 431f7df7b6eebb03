use storewright::{Id, StoreEntity};

pub struct App;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(references(app_id -> App, on_delete = cascade))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub app_id: i64,
}

fn main() {}
