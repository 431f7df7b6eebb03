use storewright::{Id, StoreEntity, composite_store};

#[derive(StoreEntity)]
#[store(table = "sessions")]
pub struct Session {
    #[store(id)]
    pub id: Id<Session>,
}

#[composite_store(Session)]
pub trait AuthStore {}

pub struct MyStore;

fn start(_: &dyn AuthStore) {}

fn main() {
    start(&MyStore);
}
