//! Faults of what is about several writes, groups of rows, and rows that are found through others.

use storewright::backend::{CountBy, Group, Select, Step, Through, Write, Written};
use storewright::query::Predicate;
use storewright::{Error, Result, Value};

use crate::Fault;
use crate::backend::Faulty;

impl Faulty<'_> {
    pub(crate) async fn batch(&self, mut steps: Vec<Step>) -> Result<Vec<Written>> {
        match self.fault {
            Fault::BatchInPieces | Fault::HalfWhenDropped => return self.batch_in_pieces(steps).await,
            Fault::IgnoresRequired => steps.iter_mut().for_each(|step| step.required = false),
            _ => {}
        }
        for step in &mut steps {
            if let Write::Update(update) = &mut step.write {
                update.filter = self.misread(update.schema, update.filter.clone());
            }
        }
        self.inner.batch(steps).await
    }

    async fn batch_in_pieces(&self, steps: Vec<Step>) -> Result<Vec<Written>> {
        let mut all = Vec::new();
        for Step { write, required } in steps {
            if self.has(Fault::HalfWhenDropped) {
                tokio::task::yield_now().await;
            }
            let schema = write.schema();
            let written = match write {
                Write::Insert(insert) => self.inner.insert(insert).await.map(|()| Written::Inserted)?,
                Write::Update(update) => Written::Updated(self.inner.update(update).await?),
                Write::Upsert(upsert) => Written::Upserted(self.inner.upsert(upsert).await?),
                Write::Delete(delete) => Written::Deleted(self.inner.delete(delete).await?),
            };
            if required && written.matched() == 0 {
                return Err(Error::not_found(schema));
            }
            all.push(written);
        }
        Ok(all)
    }

    pub(crate) async fn count_by(&self, mut count: CountBy) -> Result<Vec<Group>> {
        count.filter = self.misread(count.schema, count.filter);
        let mut groups = self.inner.count_by(count).await?;
        if self.has(Fault::DropsNullGroups) {
            groups.retain(|group| !group.values.iter().any(Value::is_null));
        }
        Ok(groups)
    }

    /// The link as this mutant understands it.
    pub(crate) fn mislink(&self, select: &mut Select) {
        let Some(Through { schema, filter, .. }) = &mut select.through else { return };
        *filter = self.misread(schema, std::mem::replace(filter, Predicate::EVERYTHING));
        if self.has(Fault::IgnoresLinkFilter) {
            *filter = Predicate::EVERYTHING;
        }
    }
}
