use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = 5, plural = people)]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(rename = true)]
    pub email: String,
}

fn main() {}
