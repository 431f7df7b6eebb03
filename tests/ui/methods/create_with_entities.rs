use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(create_with = "create_alone")]
#[store(create_with = "create_none", with())]
#[store(create_with = "create_twice", with(User))]
#[store(create_with = "create_many", with([User, User]))]
#[store(create_with = "create_text", with("User"))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(unique)]
    pub name: String,
    pub age: i32,
    pub used_at: Option<Timestamp>,
    pub banned: bool,
}

fn main() {}
