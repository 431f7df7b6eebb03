use super::Remote;
use crate::backend::{
    CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step, Update, Updated,
    Upsert, Write, Written,
};
use crate::backends::postgres::work::Work;
use crate::error::Result;
use crate::future::BoxFuture;

impl Executor for Remote {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { self.perform(Work::Select(select)).await?.selected() })
    }

    fn insert(&self, insert: Insert) -> BoxFuture<'_, Result<()>> {
        Box::pin(async move { self.perform(Work::Write(Write::Insert(insert))).await.map(drop) })
    }

    fn update(&self, update: Update) -> BoxFuture<'_, Result<Updated>> {
        Box::pin(async move { self.perform(Work::Write(Write::Update(update))).await?.updated() })
    }

    fn upsert(&self, upsert: Upsert) -> BoxFuture<'_, Result<Replacement>> {
        Box::pin(async move { self.perform(Work::Write(Write::Upsert(upsert))).await?.upserted() })
    }

    fn delete(&self, delete: Delete) -> BoxFuture<'_, Result<Deleted>> {
        Box::pin(async move { self.perform(Work::Write(Write::Delete(delete))).await?.deleted() })
    }

    fn batch(&self, steps: Vec<Step>) -> BoxFuture<'_, Result<Vec<Written>>> {
        Box::pin(async move { self.perform(Work::Batch(steps)).await?.batch() })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { self.perform(Work::CountBy(count)).await?.counted() })
    }
}
