use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(lowercase)]
    pub age: i32,
    #[store(trim)]
    pub active: Option<bool>,
}

fn main() {}
