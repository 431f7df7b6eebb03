//! The bodies of the generated methods, on rows and schemas: typed code only encodes and decodes around them.

mod create;
mod decode;
mod delete;
mod expired;
mod read;
mod replace;
mod shared;
mod update;
mod upsert;

pub(crate) use create::without_position;
pub use create::{create, create_many};
pub(crate) use decode::{decode, decode_all, decode_some};
pub use delete::purge_expired;
pub(crate) use delete::{delete, purge, restore};
pub use read::list;
pub(crate) use read::{
    Paging, first_row, get_many, required_row, select_by_key, select_page, select_rows, total,
};
pub(crate) use replace::{Replacing, replacing};
pub(crate) use shared::{complete_order, is_row, new_row, stamp_changes, visible, visible_at};
pub use update::update;
pub use upsert::{insert_new, upsert, upsert_on};
