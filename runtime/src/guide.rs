//! Everything that a declaration can say, and how a plugin is made of declarations, with an example of each that runs.
//!
//! | what | where |
//! |---|---|
//! | methods that read: `get`, `find`, `list`, `count`, `exists`, `count_by`, `through` | [`reading`] |
//! | methods that write: `update`, `delete`, guards, `upsert` on an index, `create_with` | [`writing`] |
//! | methods of which one caller wins: `swap`, `claim`, `take`, `insert_new`, `set_exclusive`, `increment`, `raise` | [`racing`] |
//! | columns: `lowercase`, `trim`, `default`, `secret`, `encrypted`, `ttl`, `created`, `updated`, `version`, `soft_delete`, `rename` | [`columns`] |
//! | unique and partial indexes, and the errors they stand for | [`indexes`] |
//! | references and what follows a deletion | [`references`] |
//! | entities of other crates, and the engine that brings them up | [`plugins`] |
//!
//! Each `#[store(…)]` on the struct is one statement: what it is, then what belongs to it. A method is
//! `#[store(kind = "name", clause(…), …)]`, and the clauses mean the same for every kind:
//!
//! | clause | says |
//! |---|---|
//! | `filter(…)` | which rows |
//! | `guard(…)` | what the one row must be like; else the call is [refused](crate::Error::is_refused) |
//! | `order(…)` | which row comes first |
//! | `limit`, `limit = 10` | how many at most |
//! | `set(…)` | what changes |
//! | `returning` | that the changed row is given |
//!
//! A condition compares a column with an argument, a constant or the clock: `app_id` alone is `app_id == app_id` with an
//! argument of that name, `expires_at > now`, `role == Role::Admin`, `attempts < 5`, `used_at == none`. All of them must hold;
//! `any(expires_at == none, expires_at > now)` is one that holds when one of its own does. In `set`, a column alone takes an
//! argument of its name, `used_at = now` the clock's moment.
//!
//! Arguments come in the order in which they are first named. Several methods of one kind may be declared, each with a name
//! of its own. For the rest there are [transactions](crate::StoreExt::transaction): every method works inside one.

pub mod columns;
pub mod indexes;
pub mod plugins;
pub mod racing;
pub mod reading;
pub mod references;
pub mod writing;
