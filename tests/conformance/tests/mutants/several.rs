//! Faults of what is about several writes or groups of rows.

use storewright::Result;
use storewright::backend::{CountBy, Group, Step, Written};

use crate::backend::Faulty;

impl Faulty<'_> {
    pub(crate) async fn batch(&self, steps: Vec<Step>) -> Result<Vec<Written>> {
        self.inner.batch(steps).await
    }

    pub(crate) async fn count_by(&self, mut count: CountBy) -> Result<Vec<Group>> {
        count.filter = self.misread(count.schema, count.filter);
        self.inner.count_by(count).await
    }
}
