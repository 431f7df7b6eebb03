//! Entities of several plugins, each in a group that comes after another one's.

use super::Firm;
use crate::store::Group;
use crate::{Id, StoreEntity};

/// The first group's, below the core.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_g_parcels", id_prefix = "swga")]
#[store(references(firm_id -> Firm, on_delete = cascade))]
#[store(unique(firm_id, number))]
pub(crate) struct Parcel {
    #[store(id)]
    pub(crate) id: Id<Parcel>,
    pub(crate) firm_id: Id<Firm>,
    pub(crate) number: i64,
}

/// The second group's.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_g_items", id_prefix = "swgb")]
#[store(references(parcel_id -> Parcel, on_delete = cascade))]
pub(crate) struct Item {
    #[store(id)]
    pub(crate) id: Id<Item>,
    pub(crate) parcel_id: Id<Parcel>,
}

/// The third group's, with a reference to the first one's, too.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_g_tags", id_prefix = "swgc")]
#[store(references(item_id -> Item, on_delete = cascade))]
#[store(references(spare_id -> Parcel, on_delete = set_null))]
pub(crate) struct Tag {
    #[store(id)]
    pub(crate) id: Id<Tag>,
    pub(crate) item_id: Id<Item>,
    pub(crate) spare_id: Option<Id<Parcel>>,
}

/// The third group's as well: stands in the way of an item's deletion.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_g_duties", id_prefix = "swgd")]
#[store(references(item_id -> Item, on_delete = restrict))]
pub(crate) struct Duty {
    #[store(id)]
    pub(crate) id: Id<Duty>,
    pub(crate) item_id: Id<Item>,
}

/// The groups of these, the last one first.
pub(crate) fn groups() -> [Group; 3] {
    [
        Group::new("tags").entity::<Tag>().entity::<Duty>().after("items"),
        Group::new("items").entity::<Item>().after("parcels"),
        Group::new("parcels").entity::<Parcel>(),
    ]
}

/// An entity of a group that is never migrated.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_g_strays", id_prefix = "swge")]
pub(crate) struct Stray {
    #[store(id)]
    pub(crate) id: Id<Stray>,
}

/// References one of another group.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_g_followers", id_prefix = "swgf")]
#[store(references(stray_id -> Stray, on_delete = cascade))]
pub(crate) struct Follower {
    #[store(id)]
    pub(crate) id: Id<Follower>,
    pub(crate) stray_id: Id<Stray>,
}

/// Has the table of another entity.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_firms", id_prefix = "swgg")]
pub(crate) struct Impostor {
    #[store(id)]
    pub(crate) id: Id<Impostor>,
    pub(crate) name: String,
}
