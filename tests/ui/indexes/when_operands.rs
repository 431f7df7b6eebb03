use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "apps")]
#[store(unique(owner), when(age > limit))]
#[store(unique(name), when(seen_at < now))]
#[store(index(owner), when(any(is_default, age == 3)))]
#[store(index(age), when(is_default, is_default == true))]
#[store(index(name), when(seen_at > none))]
#[store(index(seen_at), when(age = 3))]
pub struct App {
    #[store(id)]
    pub id: i64,
    pub owner: i64,
    pub name: String,
    pub age: i32,
    pub is_default: bool,
    pub seen_at: Option<Timestamp>,
}

fn main() {}
