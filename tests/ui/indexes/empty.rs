use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(unique())]
#[store(index())]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub email: String,
}

fn main() {}
