use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(unique(email), get = "get_user")]
#[store(list = "list_users", filter(age >= 18))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub email: String,
    pub age: i32,
}

fn main() {}
