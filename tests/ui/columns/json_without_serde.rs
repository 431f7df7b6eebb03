use storewright::StoreEntity;

pub struct Settings {
    pub dark: bool,
}

#[derive(StoreEntity)]
#[store(table = "users")]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(json)]
    pub settings: Settings,
}

fn main() {}
