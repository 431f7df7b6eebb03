use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User;

fn main() {}
