use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(increment = "count_all", add(age))]
#[store(increment = "count_many", filter(banned == true), add(age))]
#[store(increment = "count_nothing", filter(id), max = 3)]
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
