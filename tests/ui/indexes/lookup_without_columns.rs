use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "apps")]
#[store(unique(is_platform), when(is_platform))]
#[store(unique(kind), when(kind == 3), get = "platform")]
#[store(unique(owner), when(owner == 7), find = "root")]
pub struct App {
    #[store(id)]
    pub id: i64,
    pub is_platform: bool,
    pub kind: i32,
    pub owner: i64,
}

fn main() {}
