use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_from", filter(password_hash > from))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(secret)]
    pub password_hash: String,
}

fn main() {}
