use storewright::StoreValue;

#[derive(StoreValue)]
pub struct Nickname(pub Option<String>);

fn main() {}
