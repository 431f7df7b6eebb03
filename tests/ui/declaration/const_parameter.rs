use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "blocks")]
pub struct Block<const N: usize> {
    #[store(id)]
    pub id: i64,
}

fn main() {}
