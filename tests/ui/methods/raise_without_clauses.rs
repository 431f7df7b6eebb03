use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(raise = "raise_all", to(age))]
#[store(raise = "raise_many", filter(age), to(age = new_age))]
#[store(raise = "raise_nothing", filter(id))]
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
