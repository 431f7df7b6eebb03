use storewright::StoreValue;

#[derive(StoreValue)]
pub enum Role {
    Owner,
    #[store(rename = "owner")]
    Boss,
    Member,
    #[store(rename = "Owner")]
    Chief,
}

fn main() {}
