use storewright::{StoreEntity, composite_store};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
}

#[composite_store(User)]
pub trait AuthStore<T> {}

fn main() {}
