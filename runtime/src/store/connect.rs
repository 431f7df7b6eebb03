use std::fmt;
use std::sync::Arc;

use super::handle::{StoreHandle, check_declarations};
use super::sealing::Keys;
use crate::backend::Backend;
use crate::backends;
use crate::clock::{Clock, SystemClock};
use crate::error::Result;
use crate::future::BoxFuture;
use crate::layers::Layer;
use crate::query::CursorKey;
use crate::schema::EntitySchema;

/// How a store is opened: on which backend, with which clock.
///
/// A composite store's `connect` takes one, or a URL alone.
pub struct ConnectOptions {
    place: Place,
    clock: Arc<dyn Clock>,
    cursor_key: CursorKey,
    keys: Keys,
    layers: Vec<Box<dyn Layer>>,
}

enum Place {
    Url(String),
    Backend(Arc<dyn Backend>),
}

impl ConnectOptions {
    /// On the backend that the scheme of `url` names. See [`backends::connect`] for the schemes.
    #[must_use]
    pub fn url(url: impl Into<String>) -> Self {
        Self::at(Place::Url(url.into()))
    }

    /// On a backend that is open already: a custom one, say.
    #[must_use]
    pub fn backend(backend: Arc<dyn Backend>) -> Self {
        Self::at(Place::Backend(backend))
    }

    fn at(place: Place) -> Self {
        Self {
            place,
            clock: Arc::new(SystemClock),
            cursor_key: CursorKey::default(),
            keys: Keys::default(),
            layers: Vec::new(),
        }
    }

    /// With this clock instead of the system's (R24).
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// With a secret key for the hash in cursors, the same in all processes that serve the same clients (R9).
    #[must_use]
    pub fn cursor_key(mut self, key: [u8; 16]) -> Self {
        self.cursor_key = CursorKey::new(key);
        self
    }

    /// With the keys of its encrypted columns (feature `encryption`).
    #[cfg(feature = "encryption")]
    #[must_use]
    pub fn keys(mut self, keys: crate::KeyRing) -> Self {
        self.keys = Keys::of(keys);
        self
    }

    /// With this layer around the backend and the layers given before: its calls go through the last one first.
    ///
    /// ```
    /// use std::time::Duration;
    /// use storewright::ConnectOptions;
    /// use storewright::layers::Retry;
    ///
    /// let options = ConnectOptions::url("memory:").layer(Retry::new().attempts(5));
    /// # let _ = options;
    /// ```
    #[must_use]
    pub fn layer(mut self, layer: impl Layer + 'static) -> Self {
        self.layers.push(Box::new(layer));
        self
    }

    /// Opens the store. It knows these entities, and those that they reference.
    ///
    /// # Errors
    ///
    /// [`Config`](crate::ErrorKind::Config) when the URL can't be used or the keys of an encrypted column are missing,
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) when a constant of a declaration can't be stored, [`Unavailable`](crate::ErrorKind::Unavailable) when
    /// the database can't be reached.
    pub fn connect(self, schemas: Vec<&'static EntitySchema>) -> BoxFuture<'static, Result<StoreHandle>> {
        Box::pin(async move {
            check_declarations(&schemas, &self.keys)?;
            let backend = match self.place {
                Place::Url(url) => backends::connect(&url).await?,
                Place::Backend(backend) => backend,
            };
            let backend = self.layers.into_iter().fold(backend, |inner, layer| layer.wrap(inner));
            Ok(StoreHandle::with(backend, schemas, self.clock, self.cursor_key, self.keys))
        })
    }
}

impl From<&str> for ConnectOptions {
    fn from(url: &str) -> Self {
        Self::url(url)
    }
}

impl From<String> for ConnectOptions {
    fn from(url: String) -> Self {
        Self::url(url)
    }
}

impl From<&String> for ConnectOptions {
    fn from(url: &String) -> Self {
        Self::url(url)
    }
}

impl fmt::Debug for ConnectOptions {
    // Without the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectOptions").field("clock", &self.clock).finish_non_exhaustive()
    }
}
