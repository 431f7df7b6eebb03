//! Derive macros of `storewright`. Depend on that crate, it re-exports them.
//!
//! What the user wrote goes through three stages with types between them: `declaration` (attributes as written),
//! `model` (their checked meaning; every mistake is found there at the latest, all at once) and `expand` (tokens).
#![forbid(unsafe_code)]

mod declaration;
mod expand;
mod mistakes;
mod model;
mod names;
mod nearest;
mod show;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Generates the store of an entity from one annotated struct with named fields.
///
/// For a struct `User` it writes `impl Entity for User`, the column handles (`User::EMAIL`), `UserFilter` and the trait
/// `UserStore`, all with the visibility of the struct. Each `#[store(…)]` on the struct is one statement:
///
/// | statement | meaning |
/// |---|---|
/// | `table = "users"` | the table; the plural of the struct's name unless given |
/// | `id_prefix = "ausr"` | what `Id<User>`s begin with |
/// | `name = "user"`, `plural = "users"` | what the names of the methods are made of |
/// | `debug` | `Debug` for the struct, with `[secret]` in place of its secret fields; leave `Debug` out of the derives then |
/// | `crate = path` | where `storewright` is, if it was renamed or re-exported |
/// | `id(org_id, user_id)` | an id of several columns |
/// | `unique(app_id, email), get = "…", find = "…", name = "…"` | a unique index and its lookups |
/// | `index(app_id, created_at desc), list = "…", name = "…"` | an index and its lookup, in its order |
/// | `references(app_id -> App, on_delete = cascade)` | the column holds an `App`'s id; or `restrict`, `set_null` |
/// | `get = "…"`, `find`, `list`, `count`, `exists`, `delete`, `update` with clauses | a declared method |
/// | `create = "…"`, `get`, `find`, `update`, `upsert`, `delete`, `list`, `create_many`, `get_many`, `restore`, `purge` alone | a name for a generated method |
///
/// The clauses of declared methods are `filter(app_id, expires_at > now, role == Role::Admin, used_at == none)`,
/// `order(created_at desc)`, `limit` or `limit = 10`, and `set(last_seen = now, expires_at)`. A name alone is an argument.
///
/// On a field stand `id`, `unique`, `index`, `secret`, `json`, `lowercase`, `trim`, `created`, `updated`, `version`,
/// `soft_delete` and `rename = "column"`.
///
/// Clippy's `duplicated_attributes` takes a column that two statements name for a mistake. Allow the lint, or write the columns
/// in brackets, where it doesn't look: `unique[app_id, email]`.
#[proc_macro_derive(StoreEntity, attributes(store))]
pub fn derive_store_entity(input: TokenStream) -> TokenStream {
    expand::entity(input.into()).into()
}

/// Makes a unit enum or a newtype a type that a column can hold.
///
/// An enum is stored as text: the variant's name in `snake_case`, in the case of `#[store(rename_all = "kebab-case")]` on the
/// enum, or as `#[store(rename = "…")]` on the variant says. A newtype is stored as what is inside. `#[store(crate = path)]`
/// says where `storewright` is, if it was renamed or re-exported.
#[proc_macro_derive(StoreValue, attributes(store))]
pub fn derive_store_value(input: TokenStream) -> TokenStream {
    expand::value(input.into()).into()
}

/// Gathers entity stores in one object-safe trait: `#[composite_store(User, Session, include(BaseStore))]`.
///
/// The trait gets the entities' store traits and `Store` as supertraits, is implemented for whatever has these, and
/// `<dyn AuthStore>::connect("sqlite:auth.db")` opens one. It may have supertraits of its own, and methods with bodies.
#[proc_macro_attribute]
pub fn composite_store(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::composite(arguments.into(), item.into()).into()
}
