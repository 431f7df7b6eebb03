//! Writing rows, on a snapshot of the writer's own: after an error it is thrown away.

use super::pace::{Pace, WRITE, yield_now};
use super::packed::Packed;
use super::read;
use super::snapshot::Snapshot;
use crate::backend::{Assignment, Change, Insert, Replacement, UniqueKey, Update, Updated, Upsert};
use crate::error::{Error, Result};
use crate::query::Predicate;
use crate::query::key;
use crate::query::planner::{Access, index_key, is_live, row_key};
use crate::schema::{EntitySchema, ReferenceSchema};
use crate::value::{Row, Value};

/// Adds rows. Each is checked against those before it, too.
pub(super) async fn insert(snapshot: &mut Snapshot, insert: Insert) -> Result<()> {
    let mut pace = Pace::default();
    for (position, row) in insert.rows.into_iter().enumerate() {
        insert_one(snapshot, insert.schema, &row).map_err(|error| error.at_position(position))?;
        if pace.is_due(WRITE) {
            yield_now().await;
        }
    }
    Ok(())
}

fn insert_one(snapshot: &mut Snapshot, schema: &'static EntitySchema, row: &Row) -> Result<()> {
    snapshot.table_mut(schema)?.add(row)?;
    // After it was added, so that it can reference itself.
    check_references(snapshot, schema, row, |_| true)
}

/// Changes the rows that match and gives them as they are now.
pub(super) async fn update(snapshot: &mut Snapshot, update: &Update) -> Result<Updated> {
    let Update { schema, filter, set, returning, order, limit } = update;
    let rows = read::first(snapshot, schema, filter, order, *limit).await?;
    let changed = change(snapshot, schema, rows, set).await?;
    let count = changed.len() as u64;
    Ok(Updated { count, rows: if *returning { changed } else { Vec::new() } })
}

/// Changes all rows that match.
pub(super) async fn update_all(
    snapshot: &mut Snapshot,
    schema: &'static EntitySchema,
    filter: &Predicate,
    set: &[Assignment],
) -> Result<()> {
    let rows = read::matching(snapshot, schema, filter).await?;
    change(snapshot, schema, rows, set).await.map(drop)
}

/// Changes these rows and gives them as they are now. What is unique must be so when all of them are changed.
pub(super) async fn change(
    snapshot: &mut Snapshot,
    schema: &'static EntitySchema,
    rows: Vec<Row>,
    set: &[Assignment],
) -> Result<Vec<Row>> {
    let mut pace = Pace::default();
    let mut changed = Vec::with_capacity(rows.len());
    for old in &rows {
        let new = apply(schema, set, old)?;
        snapshot.table_mut(schema)?.unlink(old, &new);
        changed.push(new);
        if pace.is_due(WRITE) {
            yield_now().await;
        }
    }
    for (old, new) in rows.iter().zip(&changed) {
        snapshot.table_mut(schema)?.link(old, new)?;
        if pace.is_due(WRITE) {
            yield_now().await;
        }
    }
    for (old, new) in rows.iter().zip(&changed) {
        let restored = !is_live(schema, old);
        check_references(snapshot, schema, new, |reference| {
            restored || reference.columns().iter().any(|&column| old[column] != new[column])
        })?;
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    Ok(changed)
}

fn apply(schema: &'static EntitySchema, set: &[Assignment], row: &Row) -> Result<Row> {
    let mut row = row.clone();
    for Assignment { column, change } in set {
        if schema.key().contains(column) {
            return Err(Error::invalid_value(schema, *column, "an id can't be changed"));
        }
        row[*column] = match (change, &row[*column]) {
            (Change::Set(value), _) => value.clone(),
            (Change::Add(by), Value::Int(stored)) => match stored.checked_add(*by) {
                Some(sum) => Value::Int(sum),
                None => return Err(Error::invalid_value(schema, *column, "the sum is out of range")),
            },
            (Change::Add(_), _) => {
                return Err(Error::invalid_value(schema, *column, "there is no integer to add to"));
            }
        };
    }
    Ok(row)
}

/// Adds a row or changes the one that is there.
pub(super) async fn upsert(snapshot: &mut Snapshot, upsert: Upsert) -> Result<Replacement> {
    let Upsert { schema, on, row, set, only_if } = upsert;
    let view = snapshot.view(schema)?;
    let (there, conflict) = match on {
        UniqueKey::Primary => {
            let there = view.entries(Access::Primary).get(&row_key(schema, &row));
            (there, Error::conflict_on_key(schema))
        }
        UniqueKey::Index(index) => {
            let position = schema.indexes().iter().position(|other| other == index && index.is_unique());
            let Some(position) = position else {
                return Err(Error::unsupported(format!(
                    "`{}` is no unique index of `{}`, so it can't tell whether a row is there",
                    index.name(),
                    schema.entity()
                )));
            };
            let key = index_key(schema, index, &row);
            let there = key.and_then(|key| view.entries(Access::Index(position)).get(&key));
            (there, Error::conflict_on_index(schema, index))
        }
    };
    let Some(there) = there.map(Packed::unpack).transpose()? else {
        insert_one(snapshot, schema, &row)?;
        return Ok(Replacement { row, inserted: true });
    };
    if !only_if.matches(&there) {
        return Err(conflict);
    }
    let changed = change(snapshot, schema, vec![there], &set).await?;
    let row = changed.into_iter().next().ok_or_else(|| Error::backend("the changed row is missing"))?;
    Ok(Replacement { row, inserted: false })
}

/// Refuses a live row that references a row which isn't there or not live; only references that `concerns` picks are checked.
fn check_references(
    snapshot: &Snapshot,
    schema: &'static EntitySchema,
    row: &Row,
    concerns: impl Fn(&ReferenceSchema) -> bool,
) -> Result<()> {
    if !is_live(schema, row) {
        return Ok(());
    }
    for reference in schema.references().iter().filter(|reference| concerns(reference)) {
        let values = || reference.columns().iter().map(|&column| &row[column]);
        if values().any(Value::is_null) {
            continue;
        }
        let target = reference.target();
        let there = snapshot.view(target)?.entries(Access::Primary).get(&key::of(values()));
        let there = there.map(Packed::unpack).transpose()?;
        if !there.is_some_and(|there| is_live(target, &there)) {
            return Err(Error::missing_reference(schema, reference));
        }
    }
    Ok(())
}
