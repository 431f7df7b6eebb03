use storewright::StoreValue;

#[derive(StoreValue)]
pub union Bits {
    pub float: f32,
    pub int: u32,
}

fn main() {}
