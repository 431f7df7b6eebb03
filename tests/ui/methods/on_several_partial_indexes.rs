use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(unique(name), when(age == 3), name = "threes", get = "get_three", conflict = "THREE")]
#[store(unique(name), when(age == 4), name = "fours", get = "get_four", conflict = "FOUR")]
#[store(insert_new = "insert_new_name", on(name))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub name: String,
    pub age: i32,
}

fn main() {}
