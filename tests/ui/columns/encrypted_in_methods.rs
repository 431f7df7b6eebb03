use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(id, token desc), list = "list_by_token")]
#[store(index(age), when(token != none))]
#[store(find = "find_by_token", filter(token), order(token))]
#[store(delete = "delete_if", filter(id), guard(token != none))]
#[store(count_by = "count_by_token", by(token))]
#[store(raise = "raise_token", filter(id), to(token))]
#[store(increment = "count_token", filter(id), add(token))]
#[store(set_exclusive = "mark_token", flag(token))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
    #[store(encrypted)]
    pub token: Option<String>,
}

fn main() {}
