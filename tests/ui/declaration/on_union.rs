use storewright::StoreEntity;

#[derive(StoreEntity)]
pub union Bits {
    pub float: f32,
    pub int: u32,
}

fn main() {}
