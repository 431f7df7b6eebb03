use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "organizations")]
pub struct Organization {
    #[store(id)]
    pub id: Id<Organization>,
    #[store(secret)]
    pub key: String,
}

#[derive(StoreEntity)]
#[store(table = "members")]
#[store(references(org_id -> Organization, on_delete = cascade))]
#[store(through = "list_organizations", via(org_id), order(key desc))]
pub struct Member {
    #[store(id)]
    pub id: Id<Member>,
    pub org_id: Id<Organization>,
}

fn main() {}
