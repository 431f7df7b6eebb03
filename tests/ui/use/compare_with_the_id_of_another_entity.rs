use storewright::{Id, StoreEntity};

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

fn by_app(app: &App) -> UserFilter {
    UserFilter::new().filter(User::ID.eq(app.id))
}

fn main() {}
