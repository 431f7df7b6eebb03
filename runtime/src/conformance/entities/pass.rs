//! One of each kind of method, on rows that expire and can be soft-deleted.

use crate::{Id, StoreEntity, Timestamp};

/// Good for a while.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_passes", plural = "passes")]
#[store(unique(area), when(main), get = "get_main_pass", find = "find_main_pass")]
#[store(get = "get_first_pass", filter(area), order(rank))]
#[store(find = "find_first_pass", filter(area), order(rank))]
#[store(list = "list_area_passes", filter(area), order(rank))]
#[store(count = "count_area_passes", filter(area))]
#[store(exists = "has_area_pass", filter(area))]
#[store(delete = "delete_area_passes", filter(area))]
#[store(delete = "delete_idle_pass", filter(id), guard(holder == none))]
#[store(update = "set_area_note", filter(area), set(note), returning)]
#[store(update = "set_pass_note", filter(id), guard(holder == none), set(note))]
#[store(update = "extend_pass", filter(id), set(until))]
#[store(swap = "swap_pass", filter(holder == none))]
#[store(claim = "claim_pass", filter(area, holder == none), set(holder), order(rank), returning)]
#[store(claim = "claim_this_pass", filter(id, holder == none), set(holder))]
#[store(take = "take_pass", filter(area), order(rank))]
#[store(take = "take_pass_by_code", filter(code))]
#[store(insert_new = "insert_new_pass")]
#[store(insert_new = "insert_pass_of_code", on(code))]
#[store(upsert = "upsert_pass_of_code", on(code))]
#[store(set_exclusive = "make_main_pass", filter(area), flag(main))]
#[store(increment = "use_pass", filter(id), add(uses), max)]
#[store(raise = "raise_pass", filter(id), to(rank))]
#[store(count_by = "count_passes_by_note", filter(area), by(note))]
#[store(create_with = "create_pass_with", with([Stamp]))]
pub(crate) struct Pass {
    #[store(id)]
    pub(crate) id: String,
    pub(crate) area: String,
    #[store(unique)]
    pub(crate) code: String,
    pub(crate) rank: Option<i64>,
    pub(crate) holder: Option<String>,
    pub(crate) note: Option<String>,
    pub(crate) uses: i64,
    pub(crate) main: bool,
    #[store(ttl)]
    pub(crate) until: Option<Timestamp>,
    #[store(updated)]
    pub(crate) touched_at: Timestamp,
    #[store(soft_delete)]
    pub(crate) deleted_at: Option<Timestamp>,
    #[store(version)]
    pub(crate) version: i64,
}

impl Pass {
    /// One that never expires. Its code is that of no other id.
    pub(crate) fn new(id: &str, area: &str) -> Self {
        Self {
            id: id.to_owned(),
            area: area.to_owned(),
            code: format!("code of {id}"),
            rank: None,
            holder: None,
            note: None,
            uses: 0,
            main: false,
            until: None,
            touched_at: Timestamp::MIN,
            deleted_at: None,
            version: 0,
        }
    }
}

/// Where a pass was shown: expires by itself, and goes with its pass.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_stamps", id_prefix = "swcz")]
#[store(references(pass_id -> Pass, on_delete = cascade))]
#[store(through = "list_stamped_passes", filter(place), via(pass_id), order(rank))]
#[store(through = "page_stamped_passes", filter(place), via(pass_id), page)]
pub(crate) struct Stamp {
    #[store(id)]
    pub(crate) id: Id<Stamp>,
    pub(crate) place: String,
    pub(crate) pass_id: String,
    #[store(ttl)]
    pub(crate) until: Timestamp,
}

impl Stamp {
    /// One that lasts until the year 9999.
    pub(crate) fn new(place: &str, pass: &str) -> Self {
        Self { id: Id::new(), place: place.to_owned(), pass_id: pass.to_owned(), until: Timestamp::MAX }
    }
}

/// Keeps a pass from being deleted until it expires.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_holds", id_prefix = "swpa")]
#[store(references(pass_id -> Pass, on_delete = restrict))]
pub(crate) struct Hold {
    #[store(id)]
    pub(crate) id: Id<Hold>,
    pub(crate) pass_id: String,
    #[store(ttl)]
    pub(crate) until: Timestamp,
}
