use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "sessions")]
pub struct Session {
    #[store(id)]
    pub id: Id<Session>,
}

pub struct MyStore;

fn sign_out<S: SessionStore + ?Sized>(_: &S) {}

fn main() {
    sign_out(&MyStore);
}
