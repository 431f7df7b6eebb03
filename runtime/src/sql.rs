//! What the backends on SQL databases share: statements and tables, rendered by sea-query.
//!
//! A call is first walked into its [`Shape`]: a short key of everything that the text depends on, and the values to bind.
//! The text itself is rendered only for a key that was not seen before ([`Texts`]); no value stands in it but the
//! constants of a declaration, where an index or a default holds them.

mod changed;
mod chosen;
pub(crate) mod deletion;
mod dialect;
mod node;
mod one_by_one;
pub(crate) mod references;
mod render;
mod rows;
mod shape;
mod statement;
mod stored;
mod table;
mod texts;
mod written;

pub(crate) use changed::{set_to, shifts};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use changed::{unknown, whole};
pub(crate) use chosen::Chosen;
pub(crate) use dialect::Dialect;
pub(crate) use one_by_one::OneByOne;
pub(crate) use rows::updated;
pub(crate) use shape::{Param, Shape};
pub(crate) use statement::Statement;
pub(crate) use stored::{StoredColumn, mismatch, missing_columns, not_unique};
#[cfg(feature = "postgres")]
pub(crate) use table::add_foreign_key;
#[cfg_attr(not(feature = "sqlite"), allow(unused_imports, reason = "PostgreSQL says more of an index"))]
pub(crate) use table::{Index, add_column, create_index, create_table, indexes};
pub(crate) use texts::{Text, Texts};
