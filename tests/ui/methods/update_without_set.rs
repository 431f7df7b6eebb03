use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(update = "touch", filter(id))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
