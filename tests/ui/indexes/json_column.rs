use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(tags))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(json)]
    pub tags: Vec<String>,
}

fn main() {}
