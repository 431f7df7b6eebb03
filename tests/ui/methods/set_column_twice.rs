use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(update = "set_age", filter(id), set(age, age = 3))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
