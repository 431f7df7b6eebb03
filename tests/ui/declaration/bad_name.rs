use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users", name = "a user", plural = "")]
pub struct User {
    #[store(id)]
    pub id: i64,
}

fn main() {}
