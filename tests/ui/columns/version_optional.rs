use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(version)]
    pub version: Option<i64>,
}

fn main() {}
