use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_adults", filter())]
#[store(list = "list_ordered", filter(age), order())]
#[store(update = "touch", filter(id), set())]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
