use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_aged", filter(age > none))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: Option<i32>,
}

fn main() {}
