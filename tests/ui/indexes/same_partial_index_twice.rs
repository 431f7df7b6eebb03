use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
#[store(index(owner), when(is_default, age > 3))]
#[store(index(owner), when(age > 3, is_default == true), name = "other", list = "list_other")]
pub struct App {
    #[store(id)]
    pub id: i64,
    pub owner: i64,
    pub age: i32,
    pub is_default: bool,
}

fn main() {}
