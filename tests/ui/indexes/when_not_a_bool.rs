use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
#[store(unique(owner), when(age))]
#[store(index(owner), when(name != none))]
#[store(index(age), when(name == 3))]
pub struct App {
    #[store(id)]
    pub id: i64,
    pub owner: i64,
    pub name: String,
    pub age: i32,
}

fn main() {}
