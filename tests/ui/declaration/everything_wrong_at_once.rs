use storewright::{Id, StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(tabel = "users")]
#[store(unique(app_id, emial))]
#[store(index(app_id, app_id))]
#[store(references(ap_id -> App, on_delete = cascade))]
#[store(list = "list_by_age", filter(aeg > min_age), order(created_at desc))]
#[store(update = "touch", filter(user_id))]
pub struct User {
    pub user_id: Id<User>,
    pub app_id: i64,
    #[store(lowercas)]
    pub email: String,
    #[store(table = "names")]
    pub name: &'static str,
    pub age: i32,
    #[store(created)]
    pub created_at: Timestamp,
    #[store(created)]
    pub made_at: Timestamp,
}

fn main() {}
