use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(restore = "undelete_user")]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
}

fn main() {}
