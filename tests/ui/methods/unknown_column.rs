use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_adults", filter(aeg >= 18), order(naem))]
#[store(update = "set_age", filter(id), set(aeg))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub name: String,
    pub age: i32,
}

fn main() {}
