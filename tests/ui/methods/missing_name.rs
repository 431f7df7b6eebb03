use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list, filter(age >= 18))]
#[store(count(filter(age >= 18)))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
