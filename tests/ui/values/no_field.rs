use storewright::StoreValue;

#[derive(StoreValue)]
pub struct Money;

fn main() {}
