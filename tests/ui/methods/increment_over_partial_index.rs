use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(unique(name), when(banned == false))]
#[store(increment = "count_up", filter(name), add(points))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub name: String,
    pub points: i64,
    pub banned: bool,
}

fn main() {}
