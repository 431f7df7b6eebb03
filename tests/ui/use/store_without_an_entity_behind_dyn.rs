use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
}

#[derive(StoreEntity)]
#[store(table = "sessions")]
pub struct Session {
    #[store(id)]
    pub id: Id<Session>,
}

fn sign_out<S: SessionStore + ?Sized>(_: &S) {}

fn end(users: &dyn UserStore) {
    sign_out(users);
}

fn main() {}
