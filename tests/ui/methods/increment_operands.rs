use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(increment = "count_two", filter(id), add(age, banned))]
#[store(increment = "count_now", filter(id), add(age = now))]
#[store(increment = "count_half", filter(id), add(age = 0.5))]
#[store(increment = "count_to", filter(id), add(age), max = "ten", min(3))]
#[store(increment = "count_twice", filter(id), add(age), set(age = 3))]
#[store(increment = "count_id", filter(id), add(id))]
#[store(increment = "count_by_max", filter(id == max), add(age), max)]
#[store(increment = "count_by_id", filter(id), add(age = id))]
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
