use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "files")]
pub struct File {
    #[store(id)]
    pub id: i64,
    pub content: [u8],
}

fn main() {}
