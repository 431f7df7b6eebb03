use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(tabel = "users")]
#[store(indx(email))]
pub struct User {
    #[store(id)]
    pub id: i64,
    pub email: String,
}

fn main() {}
