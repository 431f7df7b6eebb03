use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store("users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(5)]
    pub email: String,
}

fn main() {}
