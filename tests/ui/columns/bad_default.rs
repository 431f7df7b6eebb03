use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id, default)]
    pub id: i64,
    #[store(default = now)]
    pub seen_at: Timestamp,
    #[store(default = none)]
    pub name: Option<String>,
    #[store(default = 3 + 4)]
    pub age: i32,
    #[store(default(18))]
    pub height: i32,
}

fn main() {}
