use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(list = "list_tagged", filter(tags))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(json)]
    pub tags: Vec<String>,
}

fn main() {}
