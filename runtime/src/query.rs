//! Filters, orders, pages and cursors, and the planner that picks an index for a query.

mod column;
mod condition;
mod cursor;
pub(crate) mod key;
mod list;
mod order;
mod page;
#[cfg(feature = "memory")]
pub(crate) mod planner;
mod predicate;

pub use column::{Column, Filterable, Operand, Plain};
pub use condition::{Condition, all_of, any_of};
pub use cursor::Cursor;
pub(crate) use cursor::CursorKey;
pub use list::List;
pub use order::{Order, OrderBy};
pub use page::Page;
pub use predicate::{CompareOp, Predicate, TextOp};
