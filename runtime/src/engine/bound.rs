use std::fmt;
use std::sync::{PoisonError, RwLock};

use crate::error::{Error, Result};
use crate::store::StoreHandle;

/// Where a plugin keeps the store that it works on: empty until it is started.
///
/// An engine fills and empties the one that [`Plugin::bound`](super::Plugin::bound) names.
///
/// ```
/// # use storewright::{ConnectOptions, Result};
/// use storewright::engine::Bound;
///
/// # fn main() -> Result<()> { tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let handle = ConnectOptions::url("memory:").connect(vec![]).await?;
/// let bound = Bound::new();
/// assert!(bound.get().is_err());
/// bound.set(&handle); // an engine's affair, when it starts
/// assert!(bound.get().is_ok());
/// bound.clear(); // when it stops
/// assert!(bound.get().is_err());
/// # Ok(()) }) }
/// ```
#[derive(Default)]
pub struct Bound(RwLock<Option<StoreHandle>>);

impl Bound {
    /// A place without a store.
    #[must_use]
    pub const fn new() -> Self {
        Self(RwLock::new(None))
    }

    /// Keeps this store, in the place of another one.
    pub fn set(&self, store: &StoreHandle) {
        self.put(Some(store.clone()));
    }

    /// Lets go of the store.
    pub fn clear(&self) {
        self.put(None);
    }

    /// The store. Cost: a count of references.
    ///
    /// # Errors
    ///
    /// [`Unsupported`](crate::ErrorKind::Unsupported) when there is none: the plugin isn't started, or was stopped.
    pub fn get(&self) -> Result<StoreHandle> {
        // Nothing can panic while the lock is held.
        let store = self.0.read().unwrap_or_else(PoisonError::into_inner);
        store.clone().ok_or_else(|| {
            Error::unsupported("a call of a plugin that isn't started; start the engine that it belongs to")
        })
    }

    fn put(&self, store: Option<StoreHandle>) {
        let mut place = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *place, store);
        // The last handle of a store may take its time to go.
        drop(place);
        drop(before);
    }
}

impl fmt::Debug for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let store = self.0.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_tuple("Bound").field(&*store).finish()
    }
}
