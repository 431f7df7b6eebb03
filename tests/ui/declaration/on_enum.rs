use storewright::StoreEntity;

#[derive(StoreEntity)]
pub enum Role {
    Owner,
    Member,
}

fn main() {}
