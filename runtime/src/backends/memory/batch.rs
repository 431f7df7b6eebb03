//! Several writes as one.

use super::snapshot::Snapshot;
use super::{remove, write};
use crate::backend::{Step, Write, Written};
use crate::error::{Error, Result};

/// Does the writes in their order, on a snapshot that is thrown away after an error.
pub(super) async fn batch(snapshot: &mut Snapshot, steps: Vec<Step>) -> Result<Vec<Written>> {
    let mut all = Vec::with_capacity(steps.len());
    for Step { write, required } in steps {
        let schema = write.schema();
        let written = match write {
            Write::Insert(insert) => write::insert(snapshot, insert).await.map(|()| Written::Inserted),
            Write::Update(update) => write::update(snapshot, &update).await.map(Written::Updated),
            Write::Upsert(upsert) => write::upsert(snapshot, upsert).await.map(Written::Upserted),
            Write::Delete(delete) => remove::delete(snapshot, &delete).await.map(Written::Deleted),
        }?;
        if required && written.matched() == 0 {
            return Err(Error::not_found(schema));
        }
        all.push(written);
    }
    Ok(all)
}
