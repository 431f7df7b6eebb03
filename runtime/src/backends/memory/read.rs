//! Finding rows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::ops::Bound;
use std::sync::Arc;

use super::pace::{Pace, yield_now};
use super::snapshot::{Snapshot, View};
use crate::backend::{Select, Selection};
use crate::error::Result;
use crate::query::planner::{Plan, Scan, Seek, plan, sort_key};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

type Found<'s, 'p> = Box<dyn Iterator<Item = &'s Arc<Row>> + Send + 'p>;

/// Copies of the rows that are asked for, and their number.
pub(super) async fn select(snapshot: &Snapshot, select: &Select) -> Result<Selection> {
    let view = snapshot.view(select.schema)?;
    let mut pace = Pace::default();
    let limit = select
        .limit
        .map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let mut plan = plan(select.schema, &select.filter, &select.order);
    let total = if select.total {
        Some(count(view, &plan, &mut pace).await)
    } else {
        None
    };
    if let Some(after) = &select.after {
        plan.seek_after(select.schema, &select.order, after);
    }
    let found = find(view, &plan, select, limit, &mut pace).await;
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        rows.push(Row::clone(row));
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    Ok(Selection { rows, total })
}

/// The stored rows that match, in no order.
pub(super) async fn matching(
    snapshot: &Snapshot,
    schema: &'static EntitySchema,
    filter: &Predicate,
) -> Result<Vec<Arc<Row>>> {
    let view = snapshot.view(schema)?;
    let mut pace = Pace::default();
    let plan = plan(schema, filter, &[]);
    let mut rows = Vec::new();
    for row in all(view, &plan) {
        if plan.matches(row) {
            rows.push(Arc::clone(row));
        }
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    Ok(rows)
}

async fn count(view: View<'_>, plan: &Plan<'_>, pace: &mut Pace) -> u64 {
    if plan.is_everything() {
        return plan
            .scans
            .iter()
            .map(|scan| view.entries(scan.access).len() as u64)
            .sum();
    }
    let mut count = 0;
    for row in all(view, plan) {
        count += u64::from(plan.matches(row));
        if pace.is_due(1) {
            yield_now().await;
        }
    }
    count
}

/// The first `limit` rows of the page.
async fn find<'s>(
    view: View<'s>,
    plan: &Plan<'_>,
    select: &Select,
    limit: usize,
    pace: &mut Pace,
) -> Vec<&'s Arc<Row>> {
    let mut page = Page {
        schema: select.schema,
        order: &select.order,
        served: plan.served,
        limit,
        rows: Vec::new(),
        group: BTreeMap::new(),
    };
    for row in all(view, plan) {
        if page.is_full() {
            return page.rows;
        }
        let passed = select
            .after
            .as_ref()
            .is_some_and(|after| !is_after(&select.order, row, after));
        if !passed && plan.matches(row) {
            while let Some(row) = page.before(row) {
                page.rows.push(row);
                if pace.is_due(1) {
                    yield_now().await;
                }
            }
            page.add(row);
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
    page.rows
}

/// The rows that are asked for, of rows that come sorted by the first `served` columns of the order: those that are equal
/// in these are gathered and sorted, so that a limit ends the walk after the group in which it is reached.
struct Page<'s, 'q> {
    schema: &'static EntitySchema,
    order: &'q [Order],
    served: usize,
    limit: usize,
    rows: Vec<&'s Arc<Row>>,
    group: BTreeMap<Vec<u8>, &'s Arc<Row>>,
}

impl<'s> Page<'s, '_> {
    const fn is_full(&self) -> bool {
        self.rows.len() >= self.limit
    }

    /// The next row that comes before `row` for certain.
    fn before(&mut self, row: &Row) -> Option<&'s Arc<Row>> {
        let (_, first) = self.group.first_key_value()?;
        let served = &self.order[..self.served];
        if Order::compare(served, first, row) == Ordering::Equal {
            None
        } else {
            self.next_of_group()
        }
    }

    fn next_of_group(&mut self) -> Option<&'s Arc<Row>> {
        if self.is_full() {
            None
        } else {
            self.group.pop_first().map(|(_, row)| row)
        }
    }

    fn add(&mut self, row: &'s Arc<Row>) {
        if self.served == self.order.len() {
            self.rows.push(row);
            return;
        }
        self.group.insert(sort_key(self.schema, self.order, row), row);
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
            // One version of a row is one allocation.
            let mut seen = HashSet::new();
            let rows = scans.iter().flat_map(move |scan| rows(view, scan, false));
            Box::new(rows.filter(move |row| seen.insert(Arc::as_ptr(row) as usize)))
        }
    }
}

fn rows<'s: 'p, 'p>(view: View<'s>, scan: &'p Scan, reverse: bool) -> Found<'s, 'p> {
    let entries = view.entries(scan.access);
    let seek = move |seek: &'p Seek| -> Found<'s, 'p> {
        match seek {
            Seek::Key(key) => Box::new(entries.get(key.as_slice()).into_iter()),
            Seek::Range { start, end } => {
                let end = end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
                let range = entries
                    .range::<_, [u8]>((Bound::Included(start.as_slice()), end))
                    .map(|(_, row)| row);
                if reverse {
                    Box::new(range.rev())
                } else {
                    Box::new(range)
                }
            }
        }
    };
    match scan.seeks.as_slice() {
        [one] => seek(one),
        seeks if reverse => Box::new(seeks.iter().rev().flat_map(seek)),
        seeks => Box::new(seeks.iter().flat_map(seek)),
    }
}
