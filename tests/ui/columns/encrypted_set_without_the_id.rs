use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(update = "set_token", filter(id), set(token))]
#[store(update = "set_token_of", filter(name), set(token))]
#[store(claim = "claim_name", filter(name, age == none), set(age, token))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(unique)]
    pub name: String,
    pub age: Option<i32>,
    #[store(encrypted)]
    pub token: String,
}

fn main() {}
