use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(update = "ban_all", filter(age > 3), guard(used_at == none), set(banned = true))]
#[store(delete = "delete_all", guard(used_at == none))]
#[store(update = "ban", filter(name), guard(used_at == noen, agee > 3, used_at < none), set(banned = true))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(unique)]
    pub name: String,
    pub age: i32,
    pub used_at: Option<Timestamp>,
    pub banned: bool,
}

fn main() {}
