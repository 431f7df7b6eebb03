use storewright::StoreEntity;

#[derive(StoreEntity)]
#[store(table = "invoices")]
pub struct Invoice {
    #[store(id)]
    pub id: i64,
    #[store(index)]
    pub total: Mony,
}

fn main() {}
