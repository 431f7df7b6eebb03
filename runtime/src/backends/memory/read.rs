//! Finding rows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use super::pace::{Pace, yield_now};
use super::packed::Packed;
use super::snapshot::{Snapshot, View};
use crate::backend::{CountBy, Group, Groups, Select, Selection, Through};
use crate::error::Result;
use crate::query::planner::{Plan, Scan, Seek, plan, sort_key};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

type Found<'s, 'p> = Box<dyn Iterator<Item = &'s Packed> + Send + 'p>;

/// The rows that are asked for, and their number.
pub(super) async fn select(snapshot: &Snapshot, select: &Select) -> Result<Selection> {
    match &select.through {
        None => direct(snapshot, select).await,
        // In a box of its own: every lookup would carry its state along.
        Some(through) => Box::pin(linked(snapshot, select, through)).await,
    }
}

async fn linked(snapshot: &Snapshot, select: &Select, through: &Through) -> Result<Selection> {
    let links = matching(snapshot, through.schema, &through.filter).await?;
    direct(snapshot, &through.resolve(select.clone(), &links)).await
}

async fn direct(snapshot: &Snapshot, select: &Select) -> Result<Selection> {
    let view = snapshot.view(select.schema)?;
    let mut pace = Pace::default();
    let mut plan = plan(select.schema, &select.filter, &select.order);
    let total = if select.total { Some(count(view, &plan, &mut pace).await?) } else { None };
    if let Some(after) = &select.after {
        plan.seek_after(select.schema, &select.order, after);
    }
    Ok(Selection { rows: find(view, &plan, select, &mut pace).await?, total })
}

/// The rows that match, in no order.
pub(super) async fn matching(
    snapshot: &Snapshot,
    schema: &'static EntitySchema,
    filter: &Predicate,
) -> Result<Vec<Row>> {
    let select = Select::new(schema, Predicate::EVERYTHING);
    find(snapshot.view(schema)?, &plan(schema, filter, &[]), &select, &mut Pace::default()).await
}

/// The first rows that match, or all.
pub(super) async fn first(
    snapshot: &Snapshot,
    schema: &'static EntitySchema,
    filter: &Predicate,
    order: &[Order],
    limit: Option<u32>,
) -> Result<Vec<Row>> {
    let select = Select { order: order.to_vec(), limit, ..Select::new(schema, Predicate::EVERYTHING) };
    find(snapshot.view(schema)?, &plan(schema, filter, order), &select, &mut Pace::default()).await
}

/// How many rows there are for each value of some columns.
pub(super) async fn count_by(snapshot: &Snapshot, count: &CountBy) -> Result<Vec<Group>> {
    let view = snapshot.view(count.schema)?;
    let plan = plan(count.schema, &count.filter, &[]);
    let mut groups = Groups::new(&count.columns);
    let (mut pace, mut row) = (Pace::default(), Row::new());
    for packed in all(view, &plan) {
        packed.unpack_into(&mut row)?;
        if plan.matches(&row) {
            groups.add(&row);
        }
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    Ok(groups.finish())
}

async fn count(view: View<'_>, plan: &Plan<'_>, pace: &mut Pace) -> Result<u64> {
    if plan.is_everything() {
        return Ok(plan.scans.iter().map(|scan| view.entries(scan.access).len() as u64).sum());
    }
    let mut count = 0;
    let mut row = Row::new();
    for packed in all(view, plan) {
        if !plan.is_exact() {
            packed.unpack_into(&mut row)?;
        }
        count += u64::from(plan.matches(&row));
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    Ok(count)
}

/// The rows of the page, which `plan` finds.
async fn find(view: View<'_>, plan: &Plan<'_>, select: &Select, pace: &mut Pace) -> Result<Vec<Row>> {
    let limit = select.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let (schema, order, served) = (select.schema, select.order.as_slice(), plan.served);
    let mut page = Page { schema, order, served, limit, rows: Vec::new(), group: BTreeMap::new() };
    let mut row = Row::new();
    for packed in all(view, plan) {
        if page.is_full() {
            break;
        }
        packed.unpack_into(&mut row)?;
        let passed = select.after.as_ref().is_some_and(|after| !is_after(order, &row, after));
        if !passed && plan.matches(&row) {
            while let Some(before) = page.before(&row) {
                page.rows.push(before);
                if pace.is_due(1) {
                    yield_now().await;
                }
            }
            page.add(std::mem::take(&mut row));
        }
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    while let Some(row) = page.next_of_group() {
        page.rows.push(row);
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    Ok(page.rows)
}

/// The rows that are asked for, of rows that come sorted by the first `served` columns of the order: those that are equal
/// in these are gathered and sorted, so that a limit ends the walk after the group in which it is reached.
struct Page<'q> {
    schema: &'static EntitySchema,
    order: &'q [Order],
    served: usize,
    limit: usize,
    rows: Vec<Row>,
    group: BTreeMap<Vec<u8>, Row>,
}

impl Page<'_> {
    const fn is_full(&self) -> bool {
        self.rows.len() >= self.limit
    }

    /// The next row that comes before `row` for certain.
    fn before(&mut self, row: &Row) -> Option<Row> {
        let (_, first) = self.group.first_key_value()?;
        let served = &self.order[..self.served];
        if Order::compare(served, first, row) == Ordering::Equal { None } else { self.next_of_group() }
    }

    fn next_of_group(&mut self) -> Option<Row> {
        if self.is_full() { None } else { self.group.pop_first().map(|(_, row)| row) }
    }

    fn add(&mut self, row: Row) {
        if self.served == self.order.len() {
            self.rows.push(row);
            return;
        }
        self.group.insert(sort_key(self.schema, self.order, &row), row);
        if self.rows.len() + self.group.len() > self.limit {
            self.group.pop_last();
        }
    }
}

/// Whether `row` comes after these values of the `order` columns.
fn is_after(order: &[Order], row: &Row, after: &[Value]) -> bool {
    let compared = order.iter().zip(after).map(|(by, value)| {
        let order = row[by.column].compare(value).unwrap_or(Ordering::Equal);
        if by.descending { order.reverse() } else { order }
    });
    compared.fold(Ordering::Equal, Ordering::then).is_gt()
}

/// Every row that the plan finds, each once.
fn all<'s: 'p, 'p>(view: View<'s>, plan: &'p Plan<'_>) -> Found<'s, 'p> {
    match plan.scans.as_slice() {
        [scan] => rows(view, scan, plan.reverse),
        scans => {
            let mut seen = HashSet::new();
            let rows = scans.iter().flat_map(move |scan| rows(view, scan, false));
            Box::new(rows.filter(move |row| seen.insert(row.address())))
        }
    }
}

fn rows<'s: 'p, 'p>(view: View<'s>, scan: &'p Scan, reverse: bool) -> Found<'s, 'p> {
    let entries = view.entries(scan.access);
    let seek = move |seek: &'p Seek| -> Found<'s, 'p> {
        match seek {
            Seek::Key(key) => Box::new(entries.get(key).into_iter()),
            Seek::Range { start, end } => {
                let range = entries.range(start, end.as_deref());
                if reverse { Box::new(range.rev()) } else { Box::new(range) }
            }
        }
    };
    match scan.seeks.as_slice() {
        [one] => seek(one),
        seeks if reverse => Box::new(seeks.iter().rev().flat_map(seek)),
        seeks => Box::new(seeks.iter().flat_map(seek)),
    }
}
