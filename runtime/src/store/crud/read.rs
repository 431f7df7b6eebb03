//! By id, by a prepared select, page by page.

use std::collections::HashMap;

use super::shared::{complete_order, is_row, row_filter, visible};
use crate::backend::{Select, Selection, Through};
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
    Box::pin(async move {
        let select = select?;
        let schema = select.schema;
        handle.all_opened(schema, handle.executor().select(select).await?.rows)
    })
}

/// The first row of a select.
pub(crate) fn first_row(handle: &StoreHandle, select: Result<Select>) -> BoxFuture<'_, Result<Option<Row>>> {
    Box::pin(async move {
        let select = select?;
        let schema = select.schema;
        let row = handle.executor().select(select).await?.rows.into_iter().next();
        row.map(|row| handle.opened(schema, row)).transpose()
    })
}

/// The first row of a select; it must be there.
pub(crate) fn required_row<'a>(
    handle: &'a StoreHandle,
    schema: &'static EntitySchema,
    select: Result<Select>,
) -> BoxFuture<'a, Result<Row>> {
    Box::pin(async move {
        let rows = handle.executor().select(select?).await?.rows;
        let row = rows.into_iter().next().ok_or_else(|| Error::not_found(schema))?;
        handle.opened(schema, row)
    })
}

/// Asks for one live row by its id.
pub(crate) fn select_by_key(
    handle: &StoreHandle,
    schema: &'static EntitySchema,
    key: Result<Row>,
) -> Result<Select> {
    // Without a limit: no more than one row has the id, and a limit is one more value to bind.
    row_filter(handle, schema, key).map(|filter| Select::new(schema, visible(handle, schema, filter)))
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
        let limits = handle.limits();
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
            let select = Select::new(schema, visible(handle, schema, Predicate::All(vec![filter])));
            for row in handle.executor().select(select).await?.rows {
                let key = key::of(schema.key().iter().map(|&column| &row[column]));
                found.insert(key, handle.opened(schema, row)?);
            }
        }
        // The same id may be asked for twice, so rows are copied out.
        Ok(keys.iter().map(|key| found.get(&key::of(key)).cloned()).collect())
    })
}

/// One page of the entities that match (R9).
pub fn list<'a, E: Entity>(handle: &'a StoreHandle, list: &List<E>) -> BoxFuture<'a, Result<Page<E>>> {
    select_page(handle, Paging::new(handle, list, None))
}

/// What is to be selected for a page of this size.
pub(crate) struct Paging {
    select: Select,
    limit: u32,
}

impl Paging {
    pub(crate) fn new<E: Entity>(
        handle: &StoreHandle,
        list: &List<E>,
        through: Option<Through>,
    ) -> Result<Self> {
        let schema = E::schema();
        handle.check_known(schema)?;
        let parts = list.conditions.iter().map(|condition: &Condition<E>| condition.predicate().cloned());
        let mut filter = Predicate::All(parts.collect::<Result<_>>()?);
        prepare::predicate(schema, handle.limits(), &mut filter)?;
        let order = complete_order(schema, list.order.clone());
        let after =
            list.after.as_ref().map(|cursor| handle.cursor_key().open(schema, &order, cursor)).transpose()?;
        // One row more than asked for tells whether there is a next page.
        let limit = if list.limit == 0 { 0 } else { list.limit.saturating_add(1) };
        let select = Select {
            schema,
            filter: visible(handle, schema, filter),
            order,
            after,
            limit: Some(limit),
            total: list.total,
            through,
        };
        Ok(Self { select, limit: list.limit })
    }
}

/// The page, decoded.
pub(crate) fn select_page<E: Entity>(
    handle: &StoreHandle,
    paging: Result<Paging>,
) -> BoxFuture<'_, Result<Page<E>>> {
    let rows = select_rows_of_page(handle, paging);
    Box::pin(async move {
        let page = rows.await?;
        let items = page.items.into_iter().map(E::from_row).collect::<Result<_>>()?;
        Ok(Page { items, total: page.total, next: page.next })
    })
}

fn select_rows_of_page(handle: &StoreHandle, paging: Result<Paging>) -> BoxFuture<'_, Result<Page<Row>>> {
    Box::pin(async move {
        let Paging { select, limit } = paging?;
        let (schema, order) = (select.schema, select.order.clone());
        let Selection { rows: mut items, total } = handle.executor().select(select).await?;
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut next = None;
        if items.len() > size {
            items.truncate(size);
            next = items.last().map(|last| {
                handle.cursor_key().seal(schema, &order, order.iter().map(|by| &last[by.column]))
            });
        }
        Ok(Page { items: handle.all_opened(schema, items)?, total, next })
    })
}
