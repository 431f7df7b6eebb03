use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(lowercase = true)]
    pub email: String,
    #[store(trim("start"))]
    pub name: String,
}

fn main() {}
