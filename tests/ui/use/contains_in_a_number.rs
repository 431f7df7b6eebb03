use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub age: i32,
}

fn main() {
    let _ = UserFilter::new().filter(User::AGE.contains("1"));
}
