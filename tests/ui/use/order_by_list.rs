use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub tags: Vec<String>,
}

fn main() {
    let _ = UserFilter::new().order_by(User::TAGS.asc());
}
