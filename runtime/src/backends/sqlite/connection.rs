//! The connection that writes, and who has it at the moment.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Instant;

use super::errors::translated;
use super::session::Session;
use super::writer::closed;
use crate::error::{Error, Result};

/// The connection that writes. In memory the reads run on it as well, between two transactions.
#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<State>,
    /// Told when it comes back, and when one who waited for that has had it.
    changed: Condvar,
}

#[derive(Debug)]
struct State {
    place: Place,
    /// How many wait for it to come back.
    waiting: usize,
}

#[derive(Debug)]
enum Place {
    Here(Box<Session>),
    /// A transaction has it, and leaves it in the middle of things between two of its operations.
    Lent,
    Closed,
}

impl Shared {
    pub(super) fn new(session: Session) -> Self {
        let state = State { place: Place::Here(Box::new(session)), waiting: 0 };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Uses it if it is free. `None` when it is not, or is closed.
    pub(super) fn try_with<T>(&self, work: impl FnOnce(&Session) -> T) -> Option<T> {
        let state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        match &state.place {
            Place::Here(session) => Some(work(session)),
            Place::Lent | Place::Closed => None,
        }
    }

    /// Uses it. Waits for a call that uses it, and until then for a transaction.
    ///
    /// `work` is handed [`Busy`](crate::ErrorKind::Busy) when the transaction takes longer.
    pub(super) fn with<T>(&self, until: Instant, work: impl FnOnce(Result<&Session>) -> T) -> T {
        let mut state = self.state();
        let mut is_late = false;
        if matches!(state.place, Place::Lent) {
            state.waiting += 1;
            while matches!(state.place, Place::Lent) && !is_late {
                let left = until.saturating_duration_since(Instant::now());
                is_late = left.is_zero();
                state = self.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
            state.waiting -= 1;
            self.changed.notify_all();
        }
        match &state.place {
            Place::Here(session) => work(Ok(session)),
            Place::Closed => work(Err(closed())),
            Place::Lent => {
                drop(state);
                work(Err(behind_a_transaction()))
            }
        }
    }

    /// Takes it away as long as `work` runs, without holding the lock meanwhile; `None` when it is closed or away. Those who
    /// wait since it was away before have it first.
    pub(super) fn lend<T>(&self, work: impl FnOnce(&Session) -> T) -> Option<T> {
        let mut state = self.state();
        while state.waiting > 0 && matches!(state.place, Place::Here(_)) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let session = match std::mem::replace(&mut state.place, Place::Lent) {
            Place::Here(session) => session,
            other => {
                state.place = other;
                return None;
            }
        };
        drop(state);
        let loan = Loan { shared: self, session: Some(session) };
        loan.session.as_deref().map(work)
    }

    /// Lets go of it, the last connection: the log is moved into the file and removed.
    pub(super) fn close(&self) -> Result<()> {
        let place = std::mem::replace(&mut self.state().place, Place::Closed);
        self.changed.notify_all();
        let Place::Here(session) = place else { return Ok(()) };
        // Statements that are still prepared would keep the connection open.
        session.connection.flush_prepared_statement_cache();
        session.connection.close().map_err(|(_, error)| translated(&error))
    }

    /// A panic in a call is caught inside, so that a poisoned lock tells nothing.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn behind_a_transaction() -> Error {
    Error::busy("a transaction holds the database, longer than `busy_timeout`")
}

/// The connection in the hands of a transaction; it comes back even after a panic.
struct Loan<'s> {
    shared: &'s Shared,
    session: Option<Box<Session>>,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        if let Some(session) = self.session.take() {
            self.shared.state().place = Place::Here(session);
            self.shared.changed.notify_all();
        }
    }
}
