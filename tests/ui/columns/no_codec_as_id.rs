use storewright::StoreEntity;

pub struct Number(pub u64);

#[derive(StoreEntity)]
#[store(table = "invoices")]
pub struct Invoice {
    #[store(id)]
    pub number: Number,
    pub cents: i64,
}

fn main() {}
