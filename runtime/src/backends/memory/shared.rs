//! What all handles of a store have in common: what is stored at this moment, and whose turn it is to change that.

use std::sync::{Arc, PoisonError, RwLock};

use super::gate::{Gate, Turn};
use super::operation::Operation;
use super::snapshot::Snapshot;
use crate::error::{ErrorKind, Result};
use crate::schema::EntitySchema;

pub(super) struct Shared {
    // `None` once it is closed.
    current: RwLock<Option<Arc<Snapshot>>>,
    writers: Gate,
}

impl Shared {
    /// Of a new, empty store.
    pub(super) fn new() -> Self {
        Self { current: RwLock::new(Some(Arc::default())), writers: Gate::default() }
    }

    /// What is stored at this moment.
    pub(super) fn snapshot(&self) -> Result<Arc<Snapshot>> {
        // A panic can't leave half a snapshot behind: it is replaced in one step.
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        current.clone().ok_or_else(|| ErrorKind::Closed.into())
    }

    /// Waits for its turn to write.
    pub(super) async fn begin(&self) -> Result<Writing<'_>> {
        let turn = self.writers.turn().await;
        let draft = Snapshot::clone(&*self.snapshot()?);
        Ok(Writing { shared: self, draft, _turn: turn })
    }

    /// Does one operation on its own.
    pub(super) async fn run<O: Operation>(&self, operation: O) -> Result<O::Answer> {
        let mut writing = self.begin().await?;
        let answer = operation.run(&mut writing.draft).await?;
        if O::has_written(&answer) {
            writing.publish();
        }
        Ok(answer)
    }

    /// Adds what is missing for these entities.
    pub(super) async fn ensure(&self, schemas: &[&'static EntitySchema]) -> Result<()> {
        let mut writing = self.begin().await?;
        if writing.draft.knows(schemas) {
            return Ok(());
        }
        for schema in schemas {
            writing.draft.ensure(schema).await?;
        }
        writing.publish();
        Ok(())
    }

    /// Lets the last writer finish and forgets everything.
    pub(super) async fn close(&self) {
        let _last = self.writers.turn().await;
        self.replace(None);
    }

    fn replace(&self, next: Option<Arc<Snapshot>>) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, next);
        // Readers needn't wait while what nobody uses any more is freed.
        drop(current);
        drop(before);
    }
}

/// A writer's turn and its copy of the store; dropped without [`Writing::publish`], it has changed nothing.
pub(super) struct Writing<'s> {
    shared: &'s Shared,
    pub(super) draft: Snapshot,
    _turn: Turn<'s>,
}

impl Writing<'_> {
    pub(super) fn publish(self) {
        self.shared.replace(Some(Arc::new(self.draft)));
    }
}
