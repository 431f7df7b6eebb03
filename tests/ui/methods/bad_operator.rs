use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_adults", filter(age = 18))]
#[store(list = "list_odd", filter(age & 1))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
