use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "apps")]
pub struct App {
    #[store(id)]
    pub id: Id<App>,
}

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(references(apps -> App, on_delete = cascade))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    #[store(json)]
    pub apps: Vec<String>,
}

fn main() {}
