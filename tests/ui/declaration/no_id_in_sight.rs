use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "settings")]
pub struct Setting {
    pub name: String,
    pub value: String,
}

fn main() {}
