use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    #[store(secret)]
    pub password_hash: String,
}

fn main() {
    let _ = UserFilter::new().filter(User::PASSWORD_HASH.eq("hunter2"));
}
