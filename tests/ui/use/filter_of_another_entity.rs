use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "apps")]
pub struct App {
    #[store(id)]
    pub id: Id<App>,
    pub name: String,
}

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
}

fn main() {
    let _ = UserFilter::new().filter(App::NAME.eq("shop"));
}
