use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(lowercase, trim, lowercase)]
    pub email: String,
    #[store(rename = "nick")]
    #[store(rename = "alias")]
    pub name: String,
}

fn main() {}
