use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(set_exclusive = "make_first", flag(first))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub first: Option<bool>,
}

fn main() {}
