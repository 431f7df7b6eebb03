use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(update = "renumber", filter(age), set(id))]
#[store(update = "reversion", filter(id), set(version = 1))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
    #[store(version)]
    pub version: i64,
}

fn main() {}
