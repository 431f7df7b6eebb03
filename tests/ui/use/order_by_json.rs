use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    #[store(json)]
    pub settings: Vec<String>,
}

fn main() {
    let _ = UserFilter::new().order_by(User::SETTINGS.asc());
}
