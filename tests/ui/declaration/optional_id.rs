use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Option<Id<User>>,
    pub email: String,
}

fn main() {}
