use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "apps")]
pub struct App {
    #[store(id)]
    pub id: Id<App>,
}

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(references(app_id -> App))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub app_id: Id<App>,
}

fn main() {}
