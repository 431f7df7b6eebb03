use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(table = "people")]
pub struct User {
    #[store(id)]
    pub id: i64,
}

fn main() {}
