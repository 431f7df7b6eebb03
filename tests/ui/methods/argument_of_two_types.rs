use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_between", filter(age > limit_of, name < limit_of))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
    pub name: String,
}

fn main() {}
