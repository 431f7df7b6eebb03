use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(set_exclusive = "make_first", flag(banned, age))]
#[store(set_exclusive = "make_old", filter(name == id), flag(banned))]
#[store(set_exclusive = "make_id", flag(id))]
#[store(set_exclusive = "make_unknown", flag(baned))]
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
