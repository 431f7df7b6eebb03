use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_some", filter(age), limit = "ten")]
#[store(list = "list_none", filter(age), limit = 0)]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
