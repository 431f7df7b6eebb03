use storewright::StoreEntity;

pub struct Money {
    pub cents: i64,
}

#[derive(StoreEntity)]
#[store(table = "invoices")]
#[store(list = "list_large", filter(total > min))]
pub struct Invoice {
    #[store(id)]
    pub id: i64,
    #[store(index)]
    pub total: Money,
}

fn main() {}
