use storewright::StoreValue;

#[derive(StoreValue)]
pub struct Wrapper<T>(pub T);

fn main() {}
