use storewright::StoreValue;

#[derive(StoreValue)]
pub struct Money {
    pub cents: i64,
}

fn main() {}
