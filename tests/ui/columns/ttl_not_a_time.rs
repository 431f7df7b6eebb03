use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "codes")]
pub struct Code {
    #[store(id)]
    pub id: i64,
    #[store(ttl)]
    pub expires_at: i64,
}

fn main() {}
