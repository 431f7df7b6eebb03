use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store = "users"]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store]
    pub email: String,
}

fn main() {}
