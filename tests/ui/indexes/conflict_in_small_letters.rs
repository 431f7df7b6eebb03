use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
#[store(unique(owner, name), conflict = "name_taken")]
pub struct App {
    #[store(id)]
    pub id: i64,
    pub owner: i64,
    pub name: String,
}

fn main() {}
