//! References without soft deletion: chains, cycles, and all three ways of deletion.

use crate::{Id, StoreEntity, Timestamp};

/// The root of a chain.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_firms", id_prefix = "swcf")]
#[store(delete = "delete_firms_named", filter(name))]
#[store(create_with = "create_firm_with", with(Bill, [Unit]))]
#[store(create_with = "create_firm_with_workers", with([Worker]))]
pub(crate) struct Firm {
    #[store(id)]
    pub(crate) id: Id<Firm>,
    pub(crate) name: String,
}

/// The second level.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_units", id_prefix = "swcu")]
#[store(references(firm_id -> Firm, on_delete = cascade))]
pub(crate) struct Unit {
    #[store(id)]
    pub(crate) id: Id<Unit>,
    pub(crate) firm_id: Id<Firm>,
    pub(crate) name: String,
}

/// The third level, and a reference that becomes null.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_jobs", id_prefix = "swcj")]
#[store(references(unit_id -> Unit, on_delete = cascade))]
#[store(references(worker_id -> Worker, on_delete = set_null))]
#[store(update = "assign_job", filter(id), set(worker_id))]
pub(crate) struct Job {
    #[store(id)]
    pub(crate) id: Id<Job>,
    pub(crate) unit_id: Id<Unit>,
    pub(crate) worker_id: Option<Id<Worker>>,
    #[store(updated)]
    pub(crate) updated_at: Timestamp,
    #[store(version)]
    pub(crate) version: i64,
}

/// Somebody who may belong to a firm.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_workers", id_prefix = "swcw")]
#[store(references(firm_id -> Firm, on_delete = cascade))]
pub(crate) struct Worker {
    #[store(id)]
    pub(crate) id: Id<Worker>,
    pub(crate) firm_id: Option<Id<Firm>>,
}

/// Stands in the way of a firm's deletion.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_bills", id_prefix = "swcb")]
#[store(references(firm_id -> Firm, on_delete = restrict))]
pub(crate) struct Bill {
    #[store(id)]
    pub(crate) id: Id<Bill>,
    pub(crate) firm_id: Option<Id<Firm>>,
}

/// Stands in the way of a unit's deletion, unless its firm is deleted and takes both along.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_leases", id_prefix = "swcl")]
#[store(references(firm_id -> Firm, on_delete = cascade))]
#[store(references(unit_id -> Unit, on_delete = restrict))]
pub(crate) struct Lease {
    #[store(id)]
    pub(crate) id: Id<Lease>,
    pub(crate) firm_id: Id<Firm>,
    pub(crate) unit_id: Id<Unit>,
}

/// References itself.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_folders")]
#[store(references(parent -> Folder, on_delete = cascade))]
pub(crate) struct Folder {
    #[store(id)]
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
}

impl Folder {
    pub(crate) fn new(id: &str, parent: Option<&str>) -> Self {
        Self { id: id.to_owned(), parent: parent.map(str::to_owned) }
    }
}

/// One half of a cycle.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_hens")]
#[store(references(egg -> Egg, on_delete = cascade))]
pub(crate) struct Hen {
    #[store(id)]
    pub(crate) id: String,
    pub(crate) egg: Option<String>,
}

/// The other half.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_eggs")]
#[store(references(hen -> Hen, on_delete = cascade))]
pub(crate) struct Egg {
    #[store(id)]
    pub(crate) id: String,
    pub(crate) hen: Option<String>,
}

/// An entity of another crate, made known by `migrate` only.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_plugins", id_prefix = "swcg")]
#[store(references(unit_id -> Unit, on_delete = cascade))]
#[store(references(bill_id -> Bill, on_delete = restrict))]
pub(crate) struct Plugin {
    #[store(id)]
    pub(crate) id: Id<Plugin>,
    pub(crate) unit_id: Option<Id<Unit>>,
    pub(crate) bill_id: Option<Id<Bill>>,
}
