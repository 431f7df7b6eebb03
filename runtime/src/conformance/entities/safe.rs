//! Encrypted columns, each required and optional.

use crate::{Id, StoreEntity};

/// What nobody may read who sees the database.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_safes", id_prefix = "swcn")]
#[store(update = "set_safe_code", filter(id), set(code))]
#[store(update = "set_safe_pin", filter(id), set(pin), returning)]
#[store(swap = "swap_safe", filter(owner == expected))]
#[store(claim = "claim_safe", filter(owner == none), set(owner), order(name), returning)]
#[store(take = "take_safe", filter(name))]
#[store(insert_new = "insert_safe_of_name", on(name))]
pub(crate) struct Safe {
    #[store(id)]
    pub(crate) id: Id<Safe>,
    #[store(unique)]
    pub(crate) name: String,
    pub(crate) owner: Option<String>,
    #[store(encrypted)]
    pub(crate) code: String,
    #[store(encrypted)]
    pub(crate) pin: Option<i64>,
    #[store(encrypted, json)]
    pub(crate) contents: Vec<String>,
}
