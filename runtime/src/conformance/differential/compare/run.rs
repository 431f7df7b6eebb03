//! An operation as a backend is asked for it.

use super::super::operations::{Operation, Reach};
use crate::Timestamp;
use crate::backend::{
    CountBy, Delete, Deleted, Executor, Group, Insert, Replacement, Select, Selection, Step, Update, Updated,
    Upsert, Write, Written,
};
use crate::error::{Error, Result};
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::value::{Row, Value};

/// What a backend answered.
pub(super) enum Given {
    Inserted,
    Selected(Selection),
    /// As [`Answer::Groups`](super::Answer::Groups).
    Groups(Vec<Row>),
    Updated(Updated),
    Upserted(Replacement),
    Deleted(Deleted),
    Batch(Vec<Given>),
}

pub(super) async fn run(
    executor: &dyn Executor,
    store: &StoreHandle,
    schema: &'static EntitySchema,
    operation: &Operation,
    now: Timestamp,
) -> Result<Given> {
    match operation.clone() {
        Operation::Select { filter, order, after, limit, total, through } => executor
            .select(Select { schema, filter, order, after, limit, total, through })
            .await
            .map(Given::Selected),
        Operation::CountBy { filter, columns } => {
            let groups = executor.count_by(CountBy { schema, filter, columns }).await?;
            let with_count = |Group { mut values, count }: Group| {
                values.push(Value::Int(i64::try_from(count).unwrap_or(i64::MAX)));
                values
            };
            Ok(Given::Groups(groups.into_iter().map(with_count).collect()))
        }
        Operation::Batch(steps) => {
            let mut batch = Vec::new();
            for ((schema, operation), required) in steps {
                if let Some(write) = write(store, schema, operation, now) {
                    batch.push(Step { write, required });
                }
            }
            Ok(Given::Batch(executor.batch(batch).await?.into_iter().map(Given::from).collect()))
        }
        operation => match write(store, schema, operation, now) {
            Some(Write::Insert(insert)) => executor.insert(insert).await.map(|()| Given::Inserted),
            Some(Write::Update(update)) => executor.update(update).await.map(Given::Updated),
            Some(Write::Upsert(upsert)) => executor.upsert(upsert).await.map(Given::Upserted),
            Some(Write::Delete(delete)) => executor.delete(delete).await.map(Given::Deleted),
            None => Err(Error::backend("the suite has no such write")),
        },
    }
}

/// The write that this operation is, if it is one.
fn write(
    store: &StoreHandle,
    schema: &'static EntitySchema,
    operation: Operation,
    now: Timestamp,
) -> Option<Write> {
    Some(match operation {
        Operation::Insert(rows) => Write::Insert(Insert { schema, rows }),
        Operation::Update { rows: Reach { filter, order, limit }, set, returning } => {
            Write::Update(Update { schema, filter, set, returning, order, limit })
        }
        Operation::Upsert { on, row, set, only_if } => {
            Write::Upsert(Upsert { schema, on, row, set, only_if })
        }
        Operation::Delete { rows: Reach { filter, order, limit }, mode, returning } => {
            let delete = Delete::new(schema, filter, mode, now, store.references());
            Write::Delete(Delete { returning, order, limit, ..delete })
        }
        Operation::Select { .. } | Operation::CountBy { .. } | Operation::Batch(_) => return None,
    })
}

impl From<Written> for Given {
    fn from(written: Written) -> Self {
        match written {
            Written::Inserted => Self::Inserted,
            Written::Updated(updated) => Self::Updated(updated),
            Written::Upserted(replacement) => Self::Upserted(replacement),
            Written::Deleted(deleted) => Self::Deleted(deleted),
        }
    }
}
