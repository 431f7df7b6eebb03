//! Operations as things of their own, so that a transaction can keep them and do them again.

use super::snapshot::Snapshot;
use super::{batch, read, remove, write};
use crate::backend::{
    CountBy, Delete, Deleted, Group, Insert, Replacement, Select, Selection, Step, Update, Updated, Upsert,
    Write, Written,
};
use crate::error::Result;
use crate::value::Row;

/// What an [`Executor`](crate::backend::Executor) is asked to do.
pub(super) trait Operation: Clone + Send + Sync + 'static {
    type Answer: Answer;

    /// Does it. After an error the snapshot is to be thrown away.
    fn run(self, snapshot: &mut Snapshot) -> impl Future<Output = Result<Self::Answer>> + Send;

    /// Whether it has changed anything.
    fn has_written(answer: &Self::Answer) -> bool;

    /// Whether it deletes rows, and with them those of the entities that were known to reference them when it was called.
    fn deletes(&self) -> bool {
        false
    }
}

pub(super) trait Answer: Clone + PartialEq + Send + Sync + 'static {
    /// The rows in it, which can be many.
    fn rows(&mut self) -> Option<&mut Vec<Row>> {
        None
    }
}

impl Operation for Select {
    type Answer = Selection;

    async fn run(self, snapshot: &mut Snapshot) -> Result<Selection> {
        read::select(snapshot, &self).await
    }

    fn has_written(_: &Selection) -> bool {
        false
    }
}

impl Operation for CountBy {
    type Answer = Vec<Group>;

    async fn run(self, snapshot: &mut Snapshot) -> Result<Vec<Group>> {
        read::count_by(snapshot, &self).await
    }

    fn has_written(_: &Vec<Group>) -> bool {
        false
    }
}

impl Operation for Insert {
    type Answer = ();

    async fn run(self, snapshot: &mut Snapshot) -> Result<()> {
        write::insert(snapshot, self).await
    }

    fn has_written((): &()) -> bool {
        true
    }
}

impl Operation for Update {
    type Answer = Updated;

    async fn run(self, snapshot: &mut Snapshot) -> Result<Updated> {
        write::update(snapshot, &self).await
    }

    fn has_written(updated: &Updated) -> bool {
        updated.count > 0
    }
}

impl Operation for Upsert {
    type Answer = Replacement;

    async fn run(self, snapshot: &mut Snapshot) -> Result<Replacement> {
        write::upsert(snapshot, self).await
    }

    fn has_written(_: &Replacement) -> bool {
        true
    }
}

impl Operation for Delete {
    type Answer = Deleted;

    async fn run(self, snapshot: &mut Snapshot) -> Result<Deleted> {
        remove::delete(snapshot, &self).await
    }

    fn has_written(deleted: &Deleted) -> bool {
        deleted.count > 0
    }

    fn deletes(&self) -> bool {
        true
    }
}

impl Operation for Vec<Step> {
    type Answer = Vec<Written>;

    async fn run(self, snapshot: &mut Snapshot) -> Result<Vec<Written>> {
        batch::batch(snapshot, self).await
    }

    fn has_written(written: &Vec<Written>) -> bool {
        written.iter().any(|step| step.matched() > 0)
    }

    fn deletes(&self) -> bool {
        self.iter().any(|step| matches!(step.write, Write::Delete(_)))
    }
}

impl Answer for Selection {
    fn rows(&mut self) -> Option<&mut Vec<Row>> {
        Some(&mut self.rows)
    }
}

impl Answer for Updated {
    fn rows(&mut self) -> Option<&mut Vec<Row>> {
        Some(&mut self.rows)
    }
}

impl Answer for Deleted {
    fn rows(&mut self) -> Option<&mut Vec<Row>> {
        Some(&mut self.rows)
    }
}

impl Answer for () {}
impl Answer for Vec<Group> {}
impl Answer for Replacement {}
impl Answer for Vec<Written> {}
