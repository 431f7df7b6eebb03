use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users" id_prefix = "usr")]
pub struct User {
    #[store(id)]
    pub id: i64,
}

fn main() {}
