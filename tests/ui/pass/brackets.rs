//! Columns in brackets mean the same; clippy's `duplicated_attributes` doesn't look there.
use storewright::{Id, StoreEntity};

#[derive(Clone, StoreEntity)]
#[store(unique[tenant, email], get = "get_user_by_email")]
#[store(unique[tenant, name])]
#[store(index[tenant, email desc])]
#[store(count = "count_tenant_users", filter[tenant])]
#[store(exists = "has_tenant", filter[tenant])]
pub struct User {
    #[store(id)]
    pub id: Id<User>,
    pub tenant: String,
    pub email: String,
    pub name: String,
}

fn is_store<S: UserStore>() {}

fn main() {
    is_store::<storewright::StoreHandle>();
}
