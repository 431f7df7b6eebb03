use super::Remote;
use crate::backend::{CountBy, Executor, Group, Select, Selection};
use crate::backends::done::writes_by_perform;
use crate::backends::postgres::work::Work;
use crate::error::Result;
use crate::future::BoxFuture;

impl Executor for Remote {
    fn select(&self, select: Select) -> BoxFuture<'_, Result<Selection>> {
        Box::pin(async move { self.perform(Work::Select(select)).await?.selected() })
    }

    fn count_by(&self, count: CountBy) -> BoxFuture<'_, Result<Vec<Group>>> {
        Box::pin(async move { self.perform(Work::CountBy(count)).await?.counted() })
    }

    writes_by_perform!();
}
