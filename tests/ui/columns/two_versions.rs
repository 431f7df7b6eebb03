use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(version)]
    pub version: i64,
    #[store(version)]
    pub revision: i64,
}

fn main() {}
