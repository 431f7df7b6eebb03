use storewright::StoreEntity;

pub struct Money {
    pub cents: i64,
}

#[derive(StoreEntity)]
#[store(table = "invoices")]
pub struct Invoice {
    #[store(id)]
    pub id: i64,
    pub total: Money,
}

fn main() {}
