use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(unique(email), gte = "get_by_email")]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub email: String,
}

fn main() {}
