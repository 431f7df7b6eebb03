use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(through = "list_names", via(name))]
#[store(through = "list_two", via(name, age))]
#[store(through = "list_none")]
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
