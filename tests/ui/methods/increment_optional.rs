use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(increment = "count_up", filter(id), add(points))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub points: Option<i64>,
}

fn main() {}
