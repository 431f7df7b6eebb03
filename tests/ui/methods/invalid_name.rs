use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list adults", filter(age >= 18))]
#[store(list = "", filter(age >= 21))]
#[store(list = "fn", filter(age >= 30))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
