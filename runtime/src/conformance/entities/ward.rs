//! Soft deletion, and references to and from what can be soft-deleted.

use crate::{Id, StoreEntity, Timestamp};

/// Soft-deleted, with unique indexes and a declared method of each kind.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_patients", id_prefix = "swcp")]
#[store(unique(ward, code))]
#[store(count = "count_ward_patients", filter(ward))]
#[store(exists = "has_ward_patient", filter(ward))]
#[store(list = "list_ward_patients", filter(ward), order(age desc))]
#[store(find = "find_oldest_patient", filter(ward), order(age desc))]
#[store(update = "move_patient", filter(id), set(ward))]
#[store(update = "set_ward_age", filter(ward), set(age))]
#[store(delete = "delete_ward_patients", filter(ward))]
pub(crate) struct Patient {
    #[store(id)]
    pub(crate) id: Id<Patient>,
    #[store(unique)]
    pub(crate) email: String,
    pub(crate) ward: String,
    pub(crate) code: Option<String>,
    pub(crate) age: i64,
    #[store(updated)]
    pub(crate) updated_at: Timestamp,
    #[store(soft_delete)]
    pub(crate) deleted_at: Option<Timestamp>,
}

impl Patient {
    pub(crate) fn new(email: &str, ward: &str) -> Self {
        let (email, ward) = (email.to_owned(), ward.to_owned());
        Self { id: Id::new(), email, ward, code: None, age: 40, updated_at: Timestamp::MIN, deleted_at: None }
    }
}

/// Goes with its patient, for good.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_visits", id_prefix = "swci")]
#[store(references(patient_id -> Patient, on_delete = cascade))]
pub(crate) struct Visit {
    #[store(id)]
    pub(crate) id: Id<Visit>,
    pub(crate) patient_id: Id<Patient>,
}

/// Goes with its patient, softly.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_charts", id_prefix = "swch")]
#[store(references(patient_id -> Patient, on_delete = cascade))]
pub(crate) struct Chart {
    #[store(id)]
    pub(crate) id: Id<Chart>,
    pub(crate) patient_id: Id<Patient>,
    #[store(soft_delete)]
    pub(crate) deleted_at: Option<Timestamp>,
}

/// Stands in the way of its patient's deletion.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_claims", id_prefix = "swcc")]
#[store(references(patient_id -> Patient, on_delete = restrict))]
pub(crate) struct Claim {
    #[store(id)]
    pub(crate) id: Id<Claim>,
    pub(crate) patient_id: Id<Patient>,
    #[store(soft_delete)]
    pub(crate) deleted_at: Option<Timestamp>,
}

/// Is free when its patient is gone.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "swc_beds", id_prefix = "swce")]
#[store(references(patient_id -> Patient, on_delete = set_null))]
pub(crate) struct Bed {
    #[store(id)]
    pub(crate) id: Id<Bed>,
    pub(crate) patient_id: Option<Id<Patient>>,
}
