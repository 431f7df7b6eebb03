use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(raise = "raise_two", filter(id), to(age, used_at))]
#[store(raise = "raise_to_three", filter(id), to(age = 3))]
#[store(raise = "raise_to_none", filter(id), to(used_at = none))]
#[store(raise = "raise_to_most", filter(id), to(age = i32::MAX))]
#[store(raise = "raise_twice", filter(id), to(age), set(age = 4))]
#[store(raise = "raise_id", filter(name), to(id))]
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
