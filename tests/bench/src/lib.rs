//! What the benchmarks share: a twenty-column entity, the same by hand on rusqlite and sqlx, and a way to print ratios.

mod entity;
mod ratios;
pub mod raw;
#[cfg(feature = "postgres")]
pub mod raw_postgres;

pub use entity::{Member, MemberFilter, MemberStore, member};
pub use ratios::print_ratios;
