//! By id, by a prepared select, page by page.

use std::collections::HashMap;

use super::shared::{complete_order, is_row, live, row_filter};
use crate::backend::{Select, Selection};
use crate::entity::Entity;
use crate::error::{Error, Result};
use crate::future::BoxFuture;
use crate::query::{Condition, List, Page, Predicate, key};
use crate::schema::EntitySchema;
use crate::store::StoreHandle;
use crate::store::prepare;
use crate::value::Row;

/// How many ids one call of a backend looks up at most.
const KEYS_PER_CALL: usize = 500;

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

/// Asks for one live row by its id.
pub(crate) fn select_by_key(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> Result<Select> {
    // Without a limit: no more than one row has the id, and a limit is one more value to bind.
    row_filter(handle, schema, key).map(|filter| Select::new(schema, live(schema, filter)))
}

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
