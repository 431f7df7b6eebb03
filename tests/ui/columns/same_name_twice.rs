use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub email: String,
    #[store(rename = "email")]
    pub mail: String,
}

fn main() {}
