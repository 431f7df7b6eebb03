use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
pub struct App {
    #[store(id)]
    pub primary_key: i64,
}

fn main() {}
