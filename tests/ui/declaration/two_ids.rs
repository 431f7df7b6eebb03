use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    #[store(id)]
    pub email: String,
}

fn main() {}
