use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(uniqe)]
    pub email: String,
}

fn main() {}
