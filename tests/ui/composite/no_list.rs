use storewright::composite_store;

#[composite_store]
pub trait AuthStore {}

fn main() {}
