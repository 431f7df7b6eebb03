use storewright::StoreValue;

#[derive(StoreValue)]
pub struct Money {
    pub cents: i64,
    pub currency: String,
}

fn main() {}
