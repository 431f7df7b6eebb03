use storewright::StoreValue;

#[derive(StoreValue)]
#[store(rename_al = "lowercase")]
pub enum Role {
    #[store(renam = "boss")]
    Owner,
    #[store(rename_all = "lowercase")]
    Member,
}

fn main() {}
