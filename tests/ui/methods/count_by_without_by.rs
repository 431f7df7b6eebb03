use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(count_by = "count_by_age", filter(banned == true))]
#[store(count_by = "count_by_two", by(age, banned))]
#[store(count_by = "count_by_unknown", by(nmae))]
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
