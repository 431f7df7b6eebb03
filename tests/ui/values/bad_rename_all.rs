use storewright::StoreValue;

#[derive(StoreValue)]
#[store(rename_all = "snakecase")]
pub enum Role {
    Owner,
    Member,
}

fn main() {}
