use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(created)]
    pub created_at: String,
    #[store(updated)]
    pub updated_at: u64,
}

fn main() {}
