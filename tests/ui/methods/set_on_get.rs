use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(get = "get_by_age", filter(age), set(age = 3))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
