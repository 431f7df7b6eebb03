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
/// For a struct `User` it writes `impl Entity for User`, the column handles (`User::EMAIL`), a constant for the id and each unique
/// index (`User::PRIMARY_KEY`, `User::EMAIL_KEY`), `UserFilter` and the trait `UserStore`, all with the visibility of the struct.
/// Whatever can't be meant is told by the compiler, all at once, with what to write instead.
///
/// # Statements
///
/// Each `#[store(…)]` on the struct is one statement:
///
/// | statement | meaning |
/// |---|---|
/// | `table = "users"` | the table; the plural of the struct's name unless given |
/// | `id_prefix = "ausr"` | what `Id<User>`s begin with |
/// | `name = "user"`, `plural = "users"` | what the names of the methods are made of |
/// | `debug` | `Debug` for the struct, with `[secret]` in place of its secret and encrypted fields; leave `Debug` out of the derives then |
/// | `crate = path` | where `storewright` is, if it was renamed or re-exported |
/// | `id(org_id, user_id)` | an id of several columns |
/// | `unique(app_id, email)` | a unique index and its lookups, see below |
/// | `index(app_id, created_at desc)` | an index and its lookup, in its order |
/// | `references(app_id -> App, on_delete = cascade)` | the column holds an `App`'s id; or `restrict`, `set_null` |
/// | `find = "find_live_code", filter(…), order(…)` | a declared method: a kind, a name, and clauses, see below |
/// | `get = "fetch_user"`, and nothing behind it | a name for a generated method: `create`, `create_many`, `get`, `find`, `get_many`, `list`, `update`, `upsert`, `delete`, `restore`, `purge`, `purge_expired` |
///
/// # Columns
///
/// On a field stand, in any order:
///
/// | key | meaning |
/// |---|---|
/// | `id` | the id |
/// | `unique`, `index` | an index over that column alone; its clauses go in parentheses: `unique(get = "get_by_name")` |
/// | `secret` | kept out of filters, orders and everything that is printed |
/// | `encrypted` | ciphertext at rest, and kept out of all that as well: it is in no index, filter or order. `set(…)` takes it where the filter names the row's id |
/// | `json` | stored as JSON, by way of serde |
/// | `lowercase`, `trim` | its text is normalised on write and in lookups |
/// | `created`, `updated` | a `Timestamp` that a row's creation sets, or every write |
/// | `version` | an integer that every write raises and an update compares |
/// | `soft_delete` | an `Option<Timestamp>`: deleted rows stay, and are invisible |
/// | `ttl` | a `Timestamp` or an `Option` of it: the row is invisible from then on, and `purge_expired_users` removes it |
/// | `default`, `default = 3`, `default = Role::Member` | what rows hold that were written without the column: the `Default` of the type, or this value |
/// | `rename = "column"` | the name of the column |
///
/// # Indexes
///
/// | clause | of | meaning |
/// |---|---|---|
/// | `get = "…"`, `find = "…"` | `unique` | the names of the lookups; one follows the other |
/// | `list = "…"` | `index` | the name of the lookup |
/// | `name = "…"` | both | the name of the index in the database |
/// | `when(is_default, boss == none)` | both | the index is of these rows only, and its lookups look for these; a column alone is a `bool` that is `true`. A column that it fixes is no argument of the lookups |
/// | `conflict = "DEFAULT_TAKEN"` | `unique` | the constant that a `Conflict` is compared with; its columns, as in `TENANT_AND_EMAIL_KEY`, unless given |
///
/// # Declared methods
///
/// The arguments of a method are what its clauses leave open, in the order of this table's clauses.
///
/// | kind | clauses | what it does, and gives |
/// |---|---|---|
/// | `get`, `find` | `filter`, `order` | the first row; an error or `None` when there is none |
/// | `list` | `filter`, `order`, `limit` | the rows, a `Vec` |
/// | `count`, `exists` | `filter` | a `u64`, a `bool` |
/// | `count_by` | `filter`, **`by`** | how many rows there are for each value of a column: `Counts` |
/// | `update` | `filter`, `guard`, **`set`**, `returning` | changes the rows: how many, or whether there was one; the rows themselves with `returning` |
/// | `delete` | `filter`, `guard` | deletes the rows: how many, or whether there was one |
/// | `take` | **`filter`**, `order` | deletes the first row and gives it, an `Option` |
/// | `claim` | **`filter`**, **`set`**, `order`, `returning` | changes the first row: whether there was one, or the row. Of racing calls one wins it |
/// | `swap` | **`filter`** | replaces the row by the entity given if it is still like that: a `bool` |
/// | `insert_new` | `on` | adds the entity unless one with its id, or its values in a unique index, is there: a `bool` |
/// | `upsert` | **`on`** | adds the entity or replaces the one with its values in a unique index: `Upserted` |
/// | `set_exclusive` | `filter`, **`flag`** | sets a flag on the row with this id, and clears it on all others that match |
/// | `increment` | **`filter`**, **`add`**, `set`, `max`, `min` | adds to a column of one row: the new value, or `None` when it would pass `max` or `min` |
/// | `raise` | **`filter`**, **`to`**, `set` | raises a column of one row, never lowers it: whether it did |
/// | `through` | `filter`, **`via`**, `order`, `limit`, `page` | the entities that the rows reference: a `Vec`, or a `Page` with `page` |
/// | `create_with` | **`with`** | adds the entity and others in one call, all or none: a tuple |
///
/// The clauses in bold must be there.
///
/// | clause | meaning |
/// |---|---|
/// | `filter(app_id, expires_at > now, role == Role::Admin, used_at == none)` | the rows: all conditions hold. A name alone is an argument, on the right side as well: `created_at >= since` |
/// | `filter(app_id, any(expires_at == none, expires_at > now))` | of the conditions in `any(…)` at least one holds |
/// | `guard(version == expected)` | what must hold of the one row that the filter names, else the call is `Refused` |
/// | `order(created_at desc, name)` | what comes first; in `through` columns of the entity behind the reference |
/// | `limit`, `limit = 10` | how many rows at most |
/// | `set(last_seen = now, expires_at, boss = none)` | the columns that change |
/// | `returning` | gives the rows as they are then |
/// | `on(app_id, email)` | the columns of a unique index |
/// | `flag(is_default)` | a `bool` column |
/// | `add(attempts)`, `add(credits = by)`, `add(credits = -1)` | a column of integers, and the `i64` that is added to it |
/// | `max`, `max = 5`, `min`, `min = LEAST` | what it must not pass, an `i64` |
/// | `to(sign_count)`, `to(seen_at = now)` | a column, and what it is raised to |
/// | `by(status)` | the column whose values are counted |
/// | `via(org_id)` | the columns of a reference |
/// | `page` | the caller's filter says what page: `&List<Organization>` |
/// | `with(UserEmail, [Role])` | one of these and any number of those |
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
