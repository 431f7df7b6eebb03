use storewright::{StoreEntity, Timestamp};

#[derive(StoreEntity)]
#[store(table = "codes")]
pub struct Code {
    #[store(id)]
    pub id: i64,
    #[store(ttl)]
    pub expires_at: Timestamp,
    #[store(ttl)]
    pub stale_at: Option<Timestamp>,
    #[store(json, ttl)]
    pub gone_at: Option<Timestamp>,
}

fn main() {}
