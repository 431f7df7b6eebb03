use storewright::{Id, Result, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "apps")]
pub struct App {
    #[store(id)]
    pub id: Id<App>,
}

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
}

async fn owner(store: &dyn UserStore, app: App) -> Result<User> {
    store.get_user(&app.id).await
}

fn main() {}
