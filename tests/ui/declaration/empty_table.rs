use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "")]
pub struct User {
    #[store(id)]
    pub id: i64,
}

fn main() {}
