use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(increment = "count_names", filter(id), add(name))]
#[store(increment = "count_seen", filter(id), add(used_at = by))]
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
