//! How far an engine is, and whose turn it is to change that.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::EngineError;

/// How far an engine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    /// Not started yet, or a start failed.
    #[default]
    Idle,
    Started,
    /// A stop was begun, and dropped before it was done.
    HalfStopped,
    Stopped,
    /// A start or a stop is under way.
    UnderWay,
}

#[derive(Debug, Default)]
pub(super) struct State(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    phase: Phase,
    // So many plugins run, the first ones.
    running: usize,
}

impl State {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Nothing that is done with it can panic half way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turn to start it.
    pub(super) fn starting(&self) -> Result<Turn<'_>, EngineError> {
        let mut inner = self.inner();
        match inner.phase {
            Phase::Idle => {}
            Phase::Started => return Err(EngineError::AlreadyStarted),
            Phase::HalfStopped | Phase::Stopped => return Err(EngineError::Stopped),
            Phase::UnderWay => return Err(EngineError::UnderWay),
        }
        inner.phase = Phase::UnderWay;
        Ok(Turn { state: self, then: Phase::Idle })
    }

    /// The turn to stop it; `None` when that was done before.
    pub(super) fn stopping(&self) -> Result<Option<Turn<'_>>, EngineError> {
        let mut inner = self.inner();
        match inner.phase {
            Phase::Idle | Phase::Started | Phase::HalfStopped => {}
            Phase::Stopped => return Ok(None),
            Phase::UnderWay => return Err(EngineError::UnderWay),
        }
        inner.phase = Phase::UnderWay;
        Ok(Some(Turn { state: self, then: Phase::HalfStopped }))
    }

    /// One plugin more runs.
    pub(super) fn add_running(&self) {
        self.inner().running += 1;
    }

    /// The last plugin that runs is one no more: its position.
    pub(super) fn take_running(&self) -> Option<usize> {
        let mut inner = self.inner();
        inner.running = inner.running.checked_sub(1)?;
        Some(inner.running)
    }
}

/// A turn to start or stop an engine: nobody else does meanwhile. Ends when it is dropped, early or not.
#[must_use]
#[derive(Debug)]
pub(super) struct Turn<'s> {
    state: &'s State,
    then: Phase,
}

impl Turn<'_> {
    /// The start is done.
    pub(super) fn started(mut self) {
        self.then = Phase::Started;
    }

    /// The stop is done.
    pub(super) fn stopped(mut self) {
        self.then = Phase::Stopped;
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.state.inner().phase = self.then;
    }
}
