use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "organizations")]
pub struct Organization {
    #[store(id)]
    pub id: i64,
}

#[derive(StoreEntity)]
#[store(table = "members")]
#[store(references(org_id -> Organization, on_delete = cascade))]
#[store(through = "page_organizations", filter(user_id), via(org_id), order(id), limit = 3, page)]
#[store(through = "list_organizations", via(org_id), order(id, id desc))]
#[store(through = "page_of", filter(user_id == filter), via(org_id), page)]
pub struct Member {
    #[store(id)]
    pub id: i64,
    pub org_id: i64,
    pub user_id: i64,
}

fn main() {}
