use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "organizations")]
pub struct Organization {
    #[store(id)]
    pub id: Id<Organization>,
    pub name: String,
}

#[derive(StoreEntity)]
#[store(table = "members")]
#[store(references(org_id -> Organization, on_delete = cascade))]
#[store(through = "list_organizations", filter(user), via(org_id), order(nmae))]
pub struct Member {
    #[store(id)]
    pub id: Id<Member>,
    pub org_id: Id<Organization>,
    pub user: String,
}

fn main() {}
