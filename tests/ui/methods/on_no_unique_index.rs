use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(insert_new = "insert_new_user", on(age))]
#[store(upsert = "upsert_by_age", on(name, age))]
#[store(upsert = "upsert_by_id", on(id))]
#[store(insert_new = "insert_new_nmae", on(nmae))]
#[store(insert_new = "insert_new_twice", on(name, name))]
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
