use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
#[store(unique(owner, name), conflict = "EMAIL")]
#[store(unique(owner, email), conflict = "TAKEN")]
#[store(unique(name, email), conflict = "TAKEN")]
#[store(unique(owner), when(age > 3), name = "old_owner", get = "get_old_app")]
pub struct App {
    #[store(id)]
    pub id: i64,
    #[store(unique)]
    pub owner: i64,
    pub name: String,
    pub email: String,
    pub age: i32,
}

fn main() {}
