//! Entities of other crates, made known by `migrate` only: the fourth and fifth level below a firm, and a circle there.

use super::{Firm, Job};
use crate::{Id, StoreEntity};

/// The fourth level. Of its readings one may be the main one, which closes a circle.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_probes", id_prefix = "swpp")]
#[store(references(job_id -> Job, on_delete = cascade))]
#[store(references(main_id -> Reading, on_delete = cascade))]
pub(crate) struct Probe {
    #[store(id)]
    pub(crate) id: Id<Probe>,
    pub(crate) job_id: Id<Job>,
    pub(crate) main_id: Option<Id<Reading>>,
}

/// The fifth level, each row after another one.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_readings", id_prefix = "swpr")]
#[store(references(probe_id -> Probe, on_delete = cascade))]
#[store(references(after_id -> Reading, on_delete = set_null))]
pub(crate) struct Reading {
    #[store(id)]
    pub(crate) id: Id<Reading>,
    pub(crate) probe_id: Id<Probe>,
    pub(crate) after_id: Option<Id<Reading>>,
}

/// Keeps a reading, unless its firm is deleted and takes both along.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_seals", id_prefix = "swps")]
#[store(references(reading_id -> Reading, on_delete = restrict))]
#[store(references(firm_id -> Firm, on_delete = cascade))]
pub(crate) struct Seal {
    #[store(id)]
    pub(crate) id: Id<Seal>,
    pub(crate) reading_id: Id<Reading>,
    pub(crate) firm_id: Option<Id<Firm>>,
}
