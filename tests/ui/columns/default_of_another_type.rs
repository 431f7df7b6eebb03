use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(default = "eighteen")]
    pub age: i32,
}

fn main() {}
