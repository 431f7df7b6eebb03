use storewright::StoreValue;

#[derive(StoreValue)]
pub enum Role {}

fn main() {}
