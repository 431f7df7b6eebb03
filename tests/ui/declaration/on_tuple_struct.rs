use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User(#[store(id)] pub i64, pub String);

fn main() {}
