use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(upsert = "upsert_by_name", on(name))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(unique)]
    pub name: String,
    #[store(encrypted)]
    pub token: String,
}

fn main() {}
