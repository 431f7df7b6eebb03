mod conditions;
mod doubt;
mod lookups;
mod races;
mod transactions;
mod writes;

use std::sync::Arc;

use storewright::layers::{Cache, Call, Faults};

use crate::fixture::{Shelf, shelf_on};
use crate::staged::Staged;

/// A cached store, and what counts the calls that reach its backend.
struct Cached {
    store: Arc<dyn Shelf>,
    cache: Cache,
    faults: Faults,
}

impl Cached {
    async fn new() -> Self {
        Self::on(Staged::default()).await
    }

    async fn on(backend: Staged) -> Self {
        let (cache, faults) = (Cache::new(), Faults::new());
        let store = shelf_on(backend, |options| options.layer(faults.clone()).layer(cache.clone())).await;
        Self { store, cache, faults }
    }

    /// How many selects have reached the backend.
    fn selects(&self) -> u64 {
        self.faults.on(Call::Select).calls()
    }
}
