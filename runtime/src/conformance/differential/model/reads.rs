//! Questions: which rows, in which order, and how many of each kind.

use std::cmp::Ordering;

use super::super::operations::Reach;
use super::constraints::refers;
use super::evaluate::{compare, holds, same_row};
use super::{Answer, Model};
use crate::backend::Through;
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

impl Model {
    pub(super) fn matching(&self, schema: &'static EntitySchema, filter: &Predicate) -> Vec<Row> {
        self.rows(schema).iter().filter(|row| holds(filter, row)).cloned().collect()
    }

    /// Whether a row that matches references this one.
    pub(super) fn is_linked(&self, schema: &'static EntitySchema, row: &Row, through: &Through) -> bool {
        let links = self.rows(through.schema).iter().filter(|link| holds(&through.filter, link));
        links.into_iter().any(|link| refers(link, through.columns, schema, row))
    }

    /// The places of the rows that a write is about.
    pub(super) fn reached(&self, schema: &'static EntitySchema, rows: &Reach) -> Vec<usize> {
        let stored = self.rows(schema);
        let mut places: Vec<_> = (0..stored.len()).filter(|&at| holds(&rows.filter, &stored[at])).collect();
        if let Some(limit) = rows.limit {
            places.sort_by(|&a, &b| in_order(&rows.order, &stored[a], &stored[b]));
            places.truncate(limit as usize);
        }
        places
    }
}

fn in_order(order: &[Order], a: &[Value], b: &[Value]) -> Ordering {
    for by in order {
        let way = compare(&a[by.column], &b[by.column]);
        if way != Ordering::Equal {
            return if by.descending { way.reverse() } else { way };
        }
    }
    Ordering::Equal
}

/// One page of these rows.
pub(super) fn page(
    mut rows: Vec<Row>,
    order: &[Order],
    after: Option<&[Value]>,
    limit: Option<u32>,
    total: bool,
) -> Answer {
    let total = total.then_some(rows.len() as u64);
    let limit = limit.map_or(usize::MAX, |limit| limit as usize);
    if order.is_empty() {
        return Answer::Rows { rows, ordered: false, limit, total };
    }
    rows.sort_by(|a, b| in_order(order, a, b));
    if let Some(after) = after {
        rows.retain(|row| {
            let mut last = row.clone();
            for (by, value) in order.iter().zip(after) {
                last[by.column] = value.clone();
            }
            in_order(order, row, &last) == Ordering::Greater
        });
    }
    rows.truncate(limit);
    Answer::Rows { rows, ordered: true, limit, total }
}

/// The different values of these columns, each with the number of rows that have them.
pub(super) fn groups(rows: &[Row], columns: &[usize]) -> Vec<Row> {
    let values = |row: &Row| -> Row { columns.iter().map(|&column| row[column].clone()).collect() };
    let mut groups: Vec<Row> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let alike = |other: &&Row| same_row(&values(other), &values(row));
        if rows[..at].iter().any(|other| alike(&other)) {
            continue;
        }
        let mut group = values(row);
        group.push(Value::Int(rows.iter().filter(alike).count() as i64));
        groups.push(group);
    }
    groups
}
