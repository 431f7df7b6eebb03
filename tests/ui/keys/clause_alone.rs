use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(guard(banned == false))]
#[store(flag(banned))]
#[store(via(id))]
#[store(with(User))]
#[store(when(banned))]
#[store(conflict = "TAKEN")]
#[store(returning)]
#[store(max = 3)]
#[store(ttl)]
#[store(incremnet = "count_up", filter(id), add(age))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
    #[store(set_exclusive)]
    pub banned: bool,
    #[store(encrypt)]
    pub token: String,
}

fn main() {}
