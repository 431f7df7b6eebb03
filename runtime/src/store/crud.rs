//! The bodies of the generated methods, on rows and schemas: typed code only encodes and decodes around them.

use std::collections::HashMap;

use super::handle::StoreHandle;
use super::{Upserted, prepare};
use crate::Timestamp;
use crate::backend::{
    Assignment, Change, Delete, DeleteMode, Insert, Replacement, Select, Selection, UniqueKey, Update, Upsert,
};
use crate::entity::Entity;
use crate::error::{Error, ErrorKind, Result};
use crate::future::BoxFuture;
use crate::query::{Condition, List, Order, Page, Predicate, key};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// How many ids one call of a backend looks up at most.
const KEYS_PER_CALL: usize = 500;

// ---- decoding -------------------------------------------------------------------------------------------------------

/// The entity of a row that is on its way.
pub(crate) fn decode<'a, E: 'a>(
    row: BoxFuture<'a, Result<Row>>,
    read: fn(Row) -> Result<E>,
) -> BoxFuture<'a, Result<E>> {
    Box::pin(async move { read(row.await?) })
}

/// The entity of a row that may be on its way.
pub(crate) fn decode_some<'a, E: 'a>(
    row: BoxFuture<'a, Result<Option<Row>>>,
    read: fn(Row) -> Result<E>,
) -> BoxFuture<'a, Result<Option<E>>> {
    Box::pin(async move { row.await?.map(read).transpose() })
}

/// The entities of rows that are on their way.
pub(crate) fn decode_all<'a, E: 'a>(
    rows: BoxFuture<'a, Result<Vec<Row>>>,
    read: fn(Row) -> Result<E>,
) -> BoxFuture<'a, Result<Vec<E>>> {
    Box::pin(async move { rows.await?.into_iter().map(read).collect() })
}

// ---- what all calls share -------------------------------------------------------------------------------------------

/// `filter`, over live rows only (R12).
pub(crate) fn live(schema: &'static EntitySchema, filter: Predicate) -> Predicate {
    match schema.soft_delete() {
        Some(column) => filter.and(Predicate::IsNull { column }),
        None => filter,
    }
}

/// The row with this id.
fn is_row(schema: &'static EntitySchema, key: &[Value]) -> Predicate {
    let parts = schema.key().iter().zip(key);
    Predicate::All(parts.map(|(&column, value)| Predicate::equals(column, value.clone())).collect())
}

/// `order`, each column once, and the id's columns at its end (R7).
pub(crate) fn complete_order(schema: &'static EntitySchema, order: Vec<Order>) -> Vec<Order> {
    let mut complete: Vec<Order> = Vec::with_capacity(order.len() + schema.key().len());
    let key = schema.key().iter().map(|&column| Order { column, descending: false });
    for by in order.into_iter().chain(key) {
        // A column that stands there already can't change the order any more.
        if !complete.iter().any(|before| before.column == by.column) {
            complete.push(by);
        }
    }
    complete
}

/// Adds what every change of a row does to its `updated` and `version` columns.
pub(crate) fn stamp_changes(schema: &'static EntitySchema, now: Timestamp, set: &mut Vec<Assignment>) {
    if let Some(column) = schema.updated() {
        set.retain(|assignment| assignment.column != column);
        set.push(Assignment { column, change: Change::Set(Value::Timestamp(now)) });
    }
    if let Some(column) = schema.version() {
        set.retain(|assignment| assignment.column != column);
        set.push(Assignment { column, change: Change::Add(1) });
    }
}

/// A row that is to be added: normalised, checked, with its `created`, `updated` and `version` filled in.
fn new_row(handle: &StoreHandle, schema: &'static EntitySchema, now: Timestamp, mut row: Row) -> Result<Row> {
    for column in [schema.created(), schema.updated()].into_iter().flatten() {
        row[column] = Value::Timestamp(now);
    }
    if let Some(column) = schema.version() {
        row[column] = Value::Int(1);
    }
    if let Some(column) = schema.soft_delete() {
        row[column] = Value::Null;
    }
    prepare::row(schema, handle.backend().capabilities().limits, &mut row)?;
    Ok(row)
}

pub(crate) fn total(selection: Selection) -> Result<u64> {
    selection.total.ok_or_else(|| Error::backend("the backend gave no total"))
}

pub(crate) fn select_rows(handle: &StoreHandle, select: Result<Select>) -> BoxFuture<'_, Result<Vec<Row>>> {
    Box::pin(async move { Ok(handle.backend().select(select?).await?.rows) })
}

/// The first row of a select.
pub(crate) fn first_row(handle: &StoreHandle, select: Result<Select>) -> BoxFuture<'_, Result<Option<Row>>> {
    Box::pin(async move { Ok(handle.backend().select(select?).await?.rows.into_iter().next()) })
}

/// The first row of a select; it must be there.
pub(crate) fn required_row<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    select: Result<Select>,
) -> BoxFuture<'a, Result<Row>> {
    Box::pin(async move {
        let rows = handle.backend().select(select?).await?.rows;
        rows.into_iter().next().ok_or_else(|| Error::not_found(schema))
    })
}

// ---- create ---------------------------------------------------------------------------------------------------------

/// Adds one entity and gives it back as it was stored (R1).
pub fn create<'a, E: Entity>(handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<E>> {
    decode(insert_one(handle, E::schema(), entity.to_row()), E::from_row)
}

fn insert_one<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    row: Result<Row>,
) -> BoxFuture<'a, Result<Row>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let row = new_row(handle, schema, handle.now(), row?)?;
        let stored = row.clone();
        handle.backend().insert(Insert { schema, rows: vec![row] }).await.map_err(without_position)?;
        Ok(stored)
    })
}

/// A single create has no position to tell.
fn without_position(error: Error) -> Error {
    match error.kind().clone() {
        ErrorKind::Conflict { entity, index, fields, position: Some(_) } => {
            ErrorKind::Conflict { entity, index, fields, position: None }.into()
        }
        _ => error,
    }
}

/// Adds entities, all or none, and gives them back as they were stored (R17).
pub fn create_many<'a, E: Entity>(handle: &'a StoreHandle, entities: &[E]) -> BoxFuture<'a, Result<Vec<E>>> {
    let rows = entities.iter().map(E::to_row).collect();
    decode_all(insert_many(handle, E::schema(), rows), E::from_row)
}

fn insert_many<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    rows: Result<Vec<Row>>,
) -> BoxFuture<'a, Result<Vec<Row>>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let now = handle.now();
        let rows =
            rows?.into_iter().map(|row| new_row(handle, schema, now, row)).collect::<Result<Vec<_>>>()?;
        if rows.is_empty() {
            return Ok(rows);
        }
        let stored = rows.clone();
        handle.backend().insert(Insert { schema, rows }).await?;
        Ok(stored)
    })
}

// ---- read -----------------------------------------------------------------------------------------------------------

/// The entities with these ids, in the order asked for, `None` where there is none.
pub(crate) fn get_many<E: Entity>(
    handle: &StoreHandle,
    keys: Result<Vec<Row>>,
) -> BoxFuture<'_, Result<Vec<Option<E>>>> {
    let rows = rows_by_key(handle, E::schema(), keys);
    Box::pin(async move { rows.await?.into_iter().map(|row| row.map(E::from_row).transpose()).collect() })
}

fn rows_by_key<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    keys: Result<Vec<Row>>,
) -> BoxFuture<'a, Result<Vec<Option<Row>>>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let limits = handle.backend().capabilities().limits;
        let mut keys = keys?;
        for key in &mut keys {
            for (&column, value) in schema.key().iter().zip(key) {
                prepare::value(schema, limits, column, value)?;
            }
        }
        let mut found = HashMap::with_capacity(keys.len());
        for chunk in keys.chunks(KEYS_PER_CALL) {
            let filter = match schema.key() {
                [column] => {
                    Predicate::In { column: *column, values: chunk.iter().flatten().cloned().collect() }
                }
                _ => Predicate::Any(chunk.iter().map(|key| is_row(schema, key)).collect()),
            };
            let select = Select::new(schema, live(schema, Predicate::All(vec![filter])));
            for row in handle.backend().select(select).await?.rows {
                found.insert(key::of(schema.key().iter().map(|&column| &row[column])), row);
            }
        }
        // The same id may be asked for twice, so rows are copied out.
        Ok(keys.iter().map(|key| found.get(&key::of(key)).cloned()).collect())
    })
}

/// One page of the entities that match (R9).
pub fn list<'a, E: Entity>(handle: &'a StoreHandle, list: &List<E>) -> BoxFuture<'a, Result<Page<E>>> {
    let page = Paging::new(handle, list);
    let rows = select_page(handle, page);
    Box::pin(async move {
        let page = rows.await?;
        let items = page.items.into_iter().map(E::from_row).collect::<Result<_>>()?;
        Ok(Page { items, total: page.total, next: page.next })
    })
}

/// What is to be selected for a page of this size.
struct Paging {
    select: Select,
    limit: u32,
}

impl Paging {
    fn new<E: Entity>(handle: &StoreHandle, list: &List<E>) -> Result<Self> {
        let schema = E::schema();
        handle.check_known(schema)?;
        let parts = list.conditions.iter().map(|condition: &Condition<E>| condition.predicate().cloned());
        let mut filter = Predicate::All(parts.collect::<Result<_>>()?);
        prepare::predicate(schema, handle.backend().capabilities().limits, &mut filter)?;
        let order = complete_order(schema, list.order.clone());
        let after =
            list.after.as_ref().map(|cursor| handle.cursor_key().open(schema, &order, cursor)).transpose()?;
        // One row more than asked for tells whether there is a next page.
        let limit = if list.limit == 0 { 0 } else { list.limit.saturating_add(1) };
        let select = Select {
            schema,
            filter: live(schema, filter),
            order,
            after,
            limit: Some(limit),
            total: list.total,
        };
        Ok(Self { select, limit: list.limit })
    }
}

fn select_page(handle: &StoreHandle, paging: Result<Paging>) -> BoxFuture<'_, Result<Page<Row>>> {
    Box::pin(async move {
        let Paging { select, limit } = paging?;
        let (schema, order) = (select.schema, select.order.clone());
        let Selection { rows: mut items, total } = handle.backend().select(select).await?;
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut next = None;
        if items.len() > size {
            items.truncate(size);
            next = items.last().map(|last| {
                handle.cursor_key().seal(schema, &order, order.iter().map(|by| &last[by.column]))
            });
        }
        Ok(Page { items, total, next })
    })
}

// ---- update ---------------------------------------------------------------------------------------------------------

/// Replaces a whole row by its id and gives it back as it was stored (R3).
pub fn update<'a, E: Entity>(handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<E>> {
    decode(replace(handle, E::schema(), entity.to_row()), E::from_row)
}

fn replace<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    row: Result<Row>,
) -> BoxFuture<'a, Result<Row>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let mut row = row?;
        let now = handle.now();
        if let Some(column) = schema.updated() {
            row[column] = Value::Timestamp(now);
        }
        // What the caller read and compares with; the row itself gets the next one.
        let expected = match schema.version() {
            Some(column) => Some((column, raise(schema, column, &mut row[column])?)),
            None => None,
        };
        prepare::row(schema, handle.backend().capabilities().limits, &mut row)?;
        let key: Vec<_> = schema.key().iter().map(|&column| row[column].clone()).collect();
        let this_row = live(schema, is_row(schema, &key));
        let mut filter = this_row.clone();
        if let Some((column, version)) = expected.clone() {
            filter = filter.and(Predicate::equals(column, version));
        }
        // A row that is live stays so, and was created when it was created: only the database knows that moment.
        let kept = |column: usize| {
            schema.key().contains(&column)
                || schema.created() == Some(column)
                || schema.soft_delete() == Some(column)
        };
        if let Some(column) = schema.soft_delete() {
            row[column] = Value::Null;
        }
        let returning = schema.created().is_some();
        let set = (0..row.len()).filter(|&column| !kept(column)).map(|column| {
            let value = if returning {
                std::mem::replace(&mut row[column], Value::Null)
            } else {
                row[column].clone()
            };
            Assignment { column, change: Change::Set(value) }
        });
        let set = set.collect();
        let updated = handle.backend().update(Update { schema, filter, set, returning }).await?;
        if updated.count == 0 {
            return Err(absent_or_stale(handle, schema, this_row, expected.is_some()).await);
        }
        if returning {
            return updated
                .rows
                .into_iter()
                .next()
                .ok_or_else(|| Error::backend("the backend gave no changed row"));
        }
        Ok(row)
    })
}

/// Raises the version in `value` by one and gives the one before.
fn raise(schema: &'static EntitySchema, column: usize, value: &mut Value) -> Result<Value> {
    match value {
        Value::Int(version) => {
            let next = version
                .checked_add(1)
                .ok_or_else(|| Error::invalid_value(schema, column, "it can't be raised"))?;
            Ok(std::mem::replace(value, Value::Int(next)))
        }
        _ => Err(Error::invalid_value(schema, column, "a version is an integer")),
    }
}

/// Why an update changed nothing. Either answer was true at some moment of the call.
async fn absent_or_stale(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    this_row: Predicate,
    versioned: bool,
) -> Error {
    if !versioned {
        return Error::not_found(schema);
    }
    let select = Select { limit: Some(1), ..Select::new(schema, this_row) };
    match handle.backend().select(select).await {
        Ok(selection) if selection.rows.is_empty() => Error::not_found(schema),
        Ok(_) => Error::stale(schema),
        Err(error) => error,
    }
}

/// Adds an entity, or replaces the live one with the same id.
pub fn upsert<'a, E: Entity>(handle: &'a StoreHandle, entity: &E) -> BoxFuture<'a, Result<Upserted<E>>> {
    let replacement = insert_or_replace(handle, E::schema(), entity.to_row());
    Box::pin(async move {
        let Replacement { row, inserted } = replacement.await?;
        let entity = E::from_row(row)?;
        Ok(if inserted { Upserted::Inserted(entity) } else { Upserted::Replaced(entity) })
    })
}

fn insert_or_replace<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    row: Result<Row>,
) -> BoxFuture<'a, Result<Replacement>> {
    Box::pin(async move {
        handle.check_known(schema)?;
        let now = handle.now();
        let row = new_row(handle, schema, now, row?)?;
        let kept = |column: usize| {
            schema.key().contains(&column)
                || schema.created() == Some(column)
                || schema.soft_delete() == Some(column)
        };
        let assign = |column: usize| Assignment { column, change: Change::Set(row[column].clone()) };
        let mut set = (0..row.len()).filter(|&column| !kept(column)).map(assign).collect();
        stamp_changes(schema, now, &mut set);
        let only_if = live(schema, Predicate::EVERYTHING);
        handle.backend().upsert(Upsert { schema, on: UniqueKey::Primary, row, set, only_if }).await
    })
}

// ---- delete ---------------------------------------------------------------------------------------------------------

/// Deletes the rows that match `filter`, which is over live rows: softly where the entity can be (R12), with what hangs on them (R13).
pub(crate) fn delete_where<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    filter: Result<Predicate>,
) -> BoxFuture<'a, Result<u64>> {
    let mode = if schema.soft_delete().is_some() { DeleteMode::Soft } else { DeleteMode::Hard };
    delete_as(handle, schema, filter, mode)
}

fn delete_as<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    filter: Result<Predicate>,
    mode: DeleteMode,
) -> BoxFuture<'a, Result<u64>> {
    Box::pin(async move {
        let references = handle.references();
        let delete = Delete { schema, filter: filter?, mode, now: handle.now(), references };
        handle.backend().delete(delete).await
    })
}

/// The predicate of one row, deleted or not, by its checked id.
fn row_filter(handle: &StoreHandle, schema: &'static EntitySchema, key: Result<Row>) -> Result<Predicate> {
    handle.check_known(schema)?;
    let limits = handle.backend().capabilities().limits;
    let mut key = key?;
    for (&column, value) in schema.key().iter().zip(&mut key) {
        prepare::value(schema, limits, column, value)?;
    }
    Ok(is_row(schema, &key))
}

/// Asks for one live row by its id.
pub(crate) fn select_by_key(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> Result<Select> {
    // Without a limit: no more than one row has the id, and a limit is one more value to bind.
    row_filter(handle, schema, key).map(|filter| Select::new(schema, live(schema, filter)))
}

/// Deletes a row by its id: whether it was there (R4).
pub(crate) fn delete<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> BoxFuture<'a, Result<bool>> {
    let filter = row_filter(handle, schema, key).map(|filter| live(schema, filter));
    let count = delete_where(handle, schema, filter);
    Box::pin(async move { Ok(count.await? > 0) })
}

/// Removes a row by its id, soft-deleted or not: whether it was there.
pub(crate) fn purge<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> BoxFuture<'a, Result<bool>> {
    let count = delete_as(handle, schema, row_filter(handle, schema, key), DeleteMode::Hard);
    Box::pin(async move { Ok(count.await? > 0) })
}

/// Makes a soft-deleted row live again: whether there was one.
pub(crate) fn restore<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> BoxFuture<'a, Result<bool>> {
    let filter = row_filter(handle, schema, key);
    Box::pin(async move {
        let mut filter = filter?;
        let mut set = Vec::new();
        if let Some(column) = schema.soft_delete() {
            filter = filter.and(Predicate::Not(Box::new(Predicate::IsNull { column })));
            set.push(Assignment { column, change: Change::Set(Value::Null) });
        }
        stamp_changes(schema, handle.now(), &mut set);
        Ok(handle.backend().update(Update { schema, filter, set, returning: false }).await?.count > 0)
    })
}
