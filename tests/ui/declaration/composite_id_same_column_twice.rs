use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "members")]
#[store(id(org_id, org_id))]
pub struct Member {
    pub org_id: String,
    pub user_id: String,
}

fn main() {}
