use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(count = "count_adults", filter(age >= 18), limit = 10)]
#[store(exists = "has_adults", filter(age >= 18), order(age))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
