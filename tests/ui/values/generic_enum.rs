use storewright::StoreValue;

#[derive(StoreValue)]
pub enum Role<T> {
    Owner,
    Member,
}

fn main() {}
