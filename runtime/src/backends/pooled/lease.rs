use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use deadpool::managed::Object;

use super::pool::{Calls, Driver, Manager};

/// A connection that a call has to itself. Dropped without [`Lease::give_back`], it is closed: by then it may be in the
/// middle of anything.
pub(in crate::backends) struct Lease<D: Driver> {
    // Dropped first: it is closed before the next one is opened in its place.
    connection: D::Connection,
    place: Object<Manager<D>>,
    call: Option<Call>,
}

impl<D: Driver> Lease<D> {
    pub(super) fn new(connection: D::Connection, place: Object<Manager<D>>, calls: &Arc<Calls>) -> Self {
        Self { connection, place, call: Some(Call::begin(calls)) }
    }

    /// The call came to its end, and the connection is as it was before: others may have it.
    pub(in crate::backends) fn give_back(self) {
        let Self { connection, mut place, call } = self;
        place.connection = Some(connection);
        drop(place);
        drop(call);
    }

    /// The connection failed. It is closed, and so are those that wait in the pool and were opened before: what broke it,
    /// a server that restarts say, has most likely broken them too.
    pub(in crate::backends) fn broken(self) {
        let Self { connection, place, call } = self;
        drop(connection);
        if let Some(pool) = Object::pool(&place) {
            let generation = place.generation;
            pool.manager().is_over(generation);
            drop(pool.retain(|waiting, _| waiting.generation > generation));
        }
        drop(place);
        drop(call);
    }

    /// It is kept for as long as a caller likes, so that [`Pool::close`](super::Pool::close) doesn't wait for it.
    pub(in crate::backends) fn kept(mut self) -> Self {
        self.call = None;
        self
    }
}

impl<D: Driver> Deref for Lease<D> {
    type Target = D::Connection;

    fn deref(&self) -> &Self::Target {
        &self.connection
    }
}

impl<D: Driver> DerefMut for Lease<D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.connection
    }
}

impl<D: Driver> fmt::Debug for Lease<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lease").finish_non_exhaustive()
    }
}

/// Counts as under way as long as it is there.
struct Call(Arc<Calls>);

impl Call {
    fn begin(calls: &Arc<Calls>) -> Self {
        calls.begin();
        Self(Arc::clone(calls))
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.0.end();
    }
}
