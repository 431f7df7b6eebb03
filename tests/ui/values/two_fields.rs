use storewright::StoreValue;

#[derive(StoreValue)]
pub struct Money(pub i64, pub String);

fn main() {}
