//! The entity that the faults are tried on.

use storewright::{Id, StoreEntity};

/// One row of a batch that is created in one call.
#[derive(Clone, Debug, PartialEq, StoreEntity)]
#[store(table = "parcels", id_prefix = "parc")]
#[store(index(batch), list = "list_batch")]
#[store(unique(batch, number))]
pub struct Parcel {
    /// The id.
    #[store(id)]
    pub id: Id<Parcel>,
    /// Which call created it.
    pub batch: i64,
    /// Its place in the batch.
    pub number: i64,
    /// Some weight, so that a batch is many pages of the file.
    pub content: String,
}

/// How many rows one call creates.
pub const BATCH: i64 = 200;

/// The rows of one batch.
#[must_use]
pub fn batch(batch: i64) -> Vec<Parcel> {
    let content = "parcel ".repeat(50);
    (0..BATCH).map(|number| Parcel { id: Id::new(), batch, number, content: content.clone() }).collect()
}
