//! The bodies of the generated methods, on rows and schemas: typed code only encodes and decodes around them.

mod create;
mod decode;
mod delete;
mod read;
mod shared;
mod update;

pub use create::{create, create_many};
pub(crate) use decode::{decode, decode_all, decode_some};
pub(crate) use delete::{delete, delete_where, purge, restore};
pub use read::list;
pub(crate) use read::{first_row, get_many, required_row, select_by_key, select_rows, total};
pub(crate) use shared::{complete_order, live, stamp_changes};
pub use update::{update, upsert};
