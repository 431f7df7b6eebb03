use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(frobnicate)]
pub struct User {
    #[store(id, wobble = 3)]
    pub id: i64,
}

fn main() {}
