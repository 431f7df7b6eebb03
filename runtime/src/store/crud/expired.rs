//! Rows that have expired are as good as gone (R16): they make way for others that have the same id or unique values.
//!
//! Only after a conflict is it worth looking for them.

use super::shared::is_row;
use crate::Timestamp;
use crate::backend::{
    Assignment, Change, Delete, DeleteMode, Insert, Replacement, Step, Update, Updated, Upsert, Write,
    Written,
};
use crate::error::{Error, ErrorKind, Result};
use crate::query::{CompareOp, Predicate};
use crate::schema::{EntitySchema, IndexSchema};
use crate::store::StoreHandle;
use crate::value::{Row, Value};

/// How many rows one deletion makes way for.
const ROWS_PER_STEP: usize = 100;

/// Adds rows.
pub(super) async fn insert(handle: &StoreHandle, insert: Insert) -> Result<()> {
    if insert.schema.ttl().is_none() {
        return handle.executor().insert(insert).await;
    }
    match handle.executor().insert(insert.clone()).await {
        Err(error) if error.is_conflict() => again(handle, Write::Insert(insert), error).await.map(drop),
        done => done,
    }
}

/// Adds a row or changes the one that is there, unless that has expired.
pub(super) async fn upsert(handle: &StoreHandle, upsert: Upsert) -> Result<Replacement> {
    if upsert.schema.ttl().is_none() {
        return handle.executor().upsert(upsert).await;
    }
    match handle.executor().upsert(upsert.clone()).await {
        Err(error) if error.is_conflict() => match again(handle, Write::Upsert(upsert), error).await? {
            Written::Upserted(replacement) => Ok(replacement),
            _ => Err(no_answer()),
        },
        done => done,
    }
}

/// Changes rows.
pub(in crate::store) async fn update(handle: &StoreHandle, update: Update) -> Result<Updated> {
    if update.schema.ttl().is_none() {
        return handle.executor().update(update).await;
    }
    match handle.executor().update(update.clone()).await {
        Err(error) if error.is_conflict() => match again(handle, Write::Update(update), error).await? {
            Written::Updated(updated) => Ok(updated),
            _ => Err(no_answer()),
        },
        done => done,
    }
}

/// Does several writes as one.
pub(in crate::store) async fn batch(handle: &StoreHandle, steps: Vec<Step>) -> Result<Vec<Written>> {
    if steps.iter().all(|step| step.write.schema().ttl().is_none()) {
        return handle.executor().batch(steps).await;
    }
    match handle.executor().batch(steps.clone()).await {
        Err(error) if error.is_conflict() => batch_again(handle, steps, error).await,
        done => done,
    }
}

fn no_answer() -> Error {
    Error::backend("the backend gave no answer to a write")
}

async fn again(handle: &StoreHandle, write: Write, conflict: Error) -> Result<Written> {
    batch_again(handle, vec![write.into()], conflict).await?.pop().ok_or_else(no_answer)
}

/// The same writes, each after what has expired was removed from its way.
async fn batch_again(handle: &StoreHandle, steps: Vec<Step>, conflict: Error) -> Result<Vec<Written>> {
    let (mut all, mut asked) = (Vec::new(), Vec::new());
    for step in steps {
        all.extend(make_way(handle, &step.write));
        asked.push(all.len());
        all.push(step);
    }
    let written = handle.executor().batch(all).await.map_err(|error| match error.kind() {
        // What is in the way can't be removed either.
        ErrorKind::Restricted { .. } => conflict,
        _ => error,
    })?;
    let written = written.into_iter().enumerate().filter(|(at, _)| asked.contains(at));
    Ok(written.map(|(_, written)| written).collect())
}

/// The rows that have expired at `now`.
pub(super) fn has_expired(column: usize, now: Timestamp) -> Predicate {
    Predicate::Compare { column, op: CompareOp::Le, value: Value::Timestamp(now) }
}

/// Removes what has expired and clashes with what is written.
fn make_way(handle: &StoreHandle, write: &Write) -> Vec<Step> {
    let schema = write.schema();
    let Some(column) = schema.ttl() else { return Vec::new() };
    let now = handle.now();
    let remove = |ways: Vec<Predicate>| {
        let filter = has_expired(column, now).and(Predicate::Any(ways));
        Step::from(Write::Delete(Delete::new(schema, filter, DeleteMode::Hard, now, handle.references())))
    };
    let alike_rows = |rows: &[Row]| -> Vec<Step> {
        let chunks = rows.chunks(ROWS_PER_STEP);
        chunks.map(|rows| remove(rows.iter().flat_map(|row| alike(schema, row)).collect())).collect()
    };
    match write {
        Write::Insert(insert) => alike_rows(&insert.rows),
        Write::Upsert(upsert) => {
            let mut steps = alike_rows(std::slice::from_ref(&upsert.row));
            steps.push(remove(alike_after(schema, &upsert.set)));
            steps
        }
        Write::Update(update) => vec![remove(alike_after(schema, &update.set))],
        Write::Delete(_) => Vec::new(),
    }
}

fn unique(schema: &'static EntitySchema) -> impl Iterator<Item = &'static IndexSchema> {
    schema.indexes().iter().filter(|index| index.is_unique())
}

/// The ways in which another row can clash with one after these changes. Of what they leave as it is, any value may clash.
fn alike_after(schema: &'static EntitySchema, set: &[Assignment]) -> Vec<Predicate> {
    let changed = |column: usize| set.iter().find(|assignment| assignment.column == column);
    let restored = schema.soft_delete().is_some_and(|column| changed(column).is_some());
    let mut ways = Vec::new();
    for index in unique(schema) {
        let columns = || index.columns().iter().map(|part| part.column());
        // A row may come into a partial index by the change of another column.
        let enters =
            index.filter().is_some_and(|filter| filter.mentions(&|column| changed(column).is_some()));
        if !restored && !enters && !columns().any(|column| changed(column).is_some()) {
            continue;
        }
        let mut parts = index.filter().map_or(&[][..], Predicate::parts).to_vec();
        for column in columns() {
            if let Some(Assignment { change: Change::Set(value), .. }) = changed(column) {
                parts.push(Predicate::equals(column, value.clone()));
            }
        }
        ways.push(Predicate::All(parts));
    }
    ways
}

/// The ways in which another row can clash with this one.
fn alike(schema: &'static EntitySchema, row: &Row) -> Vec<Predicate> {
    let key: Vec<_> = schema.key().iter().map(|&column| row[column].clone()).collect();
    let mut ways = vec![is_row(schema, &key)];
    for index in unique(schema) {
        let columns = index.columns().iter().map(|part| part.column());
        if columns.clone().any(|column| row[column].is_null()) {
            continue;
        }
        let parts = columns.map(|column| Predicate::equals(column, row[column].clone()));
        let held = index.filter().map_or(&[][..], Predicate::parts).iter().cloned();
        ways.push(Predicate::All(parts.chain(held).collect()));
    }
    ways
}
