use storewright::{Id, StoreEntity};

pub struct Address(String);

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(create_with = "create_user_with", with(Address))]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
}

fn main() {}
