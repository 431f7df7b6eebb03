use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub name: &'static str,
    pub avatar: &'static [u8],
    pub age: &'static i32,
}

fn main() {}
