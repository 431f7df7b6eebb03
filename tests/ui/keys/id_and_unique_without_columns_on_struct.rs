use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(id)]
#[store(unique)]
pub struct User {
    pub id: i64,
    pub email: String,
}

fn main() {}
