use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(upsert = "upsert_name", on)]
#[store(update = "touch", filter(id), set(used_at = now), returning = true)]
#[store(claim = "claim_user", filter(used_at == none), set(used_at = now), on(name))]
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
