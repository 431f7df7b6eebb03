use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id, unique)]
    pub id: i64,
    pub email: String,
}

fn main() {}
