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
#[store(through = "list_organizations", filter(user_id))]
#[store(through = "list_users", filter(org_id), via(user_id))]
#[store(through = "list_unknown", via(organization))]
pub struct Member {
    #[store(id)]
    pub id: i64,
    pub org_id: i64,
    pub user_id: i64,
}

fn main() {}
