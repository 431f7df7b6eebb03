use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users", id_prefix = "A-usr")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
}

fn main() {}
