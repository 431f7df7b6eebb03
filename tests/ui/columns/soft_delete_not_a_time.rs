use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(soft_delete)]
    pub deleted: Option<bool>,
}

fn main() {}
