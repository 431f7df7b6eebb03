use storewright::{Id, StoreEntity};

#[derive(StoreEntity)]
#[store(table = "members")]
#[store(id(org_id, user_id))]
pub struct Member {
    #[store(id)]
    pub id: Id<Member>,
    pub org_id: String,
    pub user_id: String,
}

fn main() {}
