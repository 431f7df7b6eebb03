use storewright::{Id, Result, StoreEntity, composite_store};

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

async fn sign_out(users: &dyn UserStore, id: &Id<Session>) -> Result<bool> {
    delete(users, id).await
}

async fn delete<S: SessionStore + ?Sized>(store: &S, id: &Id<Session>) -> Result<bool> {
    store.delete_session(id).await
}

fn main() {}
