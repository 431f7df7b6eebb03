use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "events")]
pub struct Event<T> {
    #[store(id)]
    pub id: Id<Event<T>>,
    pub payload: T,
}

fn main() {}
