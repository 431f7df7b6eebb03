use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    #[store(encrypted)]
    pub token: String,
}

fn main() {
    let _ = UserFilter::new().filter(User::TOKEN.eq("hunter2"));
}
