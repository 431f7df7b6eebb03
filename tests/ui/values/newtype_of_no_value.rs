use storewright::StoreValue;

pub struct Money {
    pub cents: i64,
}

#[derive(StoreValue)]
pub struct Price(pub Money);

fn main() {}
