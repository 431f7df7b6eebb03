use storewright::StoreValue;

#[derive(StoreValue)]
pub enum Role<const N: usize> {
    Owner,
    Member,
}

fn main() {}
