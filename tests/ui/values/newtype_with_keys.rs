use storewright::StoreValue;

#[derive(StoreValue)]
#[store(rename_all = "lowercase")]
pub struct Slug(pub String);

#[derive(StoreValue)]
pub struct Name(#[store(rename = "n")] pub String);

fn main() {}
