#![no_implicit_prelude]

// Entities and composite stores need the prelude, for the compiler's `diagnostic` attributes.

#[derive(::storewright::StoreValue)]
pub enum Role {
    Owner,
    Member,
}

#[derive(::storewright::StoreValue)]
pub struct Slug(pub ::std::string::String);

fn main() {}
