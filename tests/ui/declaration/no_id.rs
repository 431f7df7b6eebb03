use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    pub user_id: Id<User>,
    pub email: String,
}

fn main() {}
