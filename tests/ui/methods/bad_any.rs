use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_any", filter(any(age > 3)))]
#[store(list = "list_nested", filter(any(age > 3, any(banned == true, age < 1))))]
#[store(list = "list_empty", filter(any()))]
#[store(list = "list_unknown", filter(any(age > 3, agee < 1)))]
#[store(list = "list_two", filter(name, any(age > name, age == 3)))]
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
