use storewright::StoreValue;

#[derive(StoreValue)]
pub enum Role {
    Owner,
    Guest { until: i64 },
    Member(u8),
}

fn main() {}
