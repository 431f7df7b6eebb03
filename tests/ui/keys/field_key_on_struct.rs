use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users", secret)]
#[store(soft_delete)]
#[store(rename = "people")]
pub struct User {
    #[store(id)]
    pub id: i64,
}

fn main() {}
