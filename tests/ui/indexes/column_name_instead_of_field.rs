use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "users")]
#[store(index(mail_address))]
pub struct User {
    #[store(id)]
    pub id: i64,
    #[store(rename = "mail_address")]
    pub email: String,
}

fn main() {}
