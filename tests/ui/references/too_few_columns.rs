use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "members")]
#[store(id(org_id, user_id))]
pub struct Member {
    pub org_id: i64,
    pub user_id: i64,
}

#[derive(StoreEntity)]
#[store(table = "badges")]
#[store(references(org_id -> Member, on_delete = cascade))]
pub struct Badge {
    #[store(id)]
    pub id: i64,
    pub org_id: i64,
    pub user_id: i64,
}

fn main() {}
