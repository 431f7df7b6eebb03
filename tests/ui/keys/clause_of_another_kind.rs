use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(claim = "claim_one", filter(id, age == 3), set(age = 4), flag(banned))]
#[store(raise = "raise_age", filter(id), to(age), max = 3)]
#[store(list = "list_all", filter(age), guard(banned == false), page)]
#[store(delete = "delete_all", filter(age), returning)]
#[store(get = "get_one", filter(id), on(age), by(age))]
#[store(take = "take_one", filter(age), when(banned), via(age), with(User))]
#[store(index(age), conflict = "AGE", to(age))]
#[store(insert_new = "insert_new_user", filter(id))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub age: i32,
    pub banned: bool,
}

fn main() {}
