//! The naive model: one list of rows for each table, and loops.
//!
//! It shares no logic with any backend nor with what the library offers to backends: it would share their mistakes.

mod cascade;
mod constraints;
mod evaluate;

use std::cmp::Ordering;

pub(super) use evaluate::same_row;
use evaluate::{compare, holds};

use super::operations::Operation;
use super::schemas::TABLES;
use crate::Timestamp;
use crate::backend::{Assignment, Change, UniqueKey};
use crate::query::{Order, Predicate};
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

/// The rows of every table, in the order of [`TABLES`].
#[derive(Debug, Clone, Default)]
pub(super) struct Model {
    tables: [Vec<Row>; TABLES.len()],
}

/// What a backend must answer.
pub(super) enum Answer {
    Inserted,
    /// These rows, in this order where `ordered`; any `limit` of them where not.
    Rows {
        rows: Vec<Row>,
        ordered: bool,
        limit: usize,
        total: Option<u64>,
    },
    Updated {
        count: u64,
        rows: Option<Vec<Row>>,
    },
    Upserted {
        row: Row,
        inserted: bool,
    },
    Deleted(u64),
}

/// Why a call must fail. Where several reasons hold at once, a backend may give any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    Conflict { index: &'static str, position: Option<usize> },
    MissingReference { columns: &'static [usize] },
    Restricted { entity: &'static str, by: &'static str },
    InvalidValue { column: usize },
}

pub(super) type Verdict = Result<Answer, Vec<Refusal>>;

impl Model {
    pub(super) fn rows(&self, schema: &'static EntitySchema) -> &[Row] {
        &self.tables[number(schema)]
    }

    /// Does `operation`, unless it is refused.
    pub(super) fn run(
        &mut self,
        schema: &'static EntitySchema,
        operation: &Operation,
        now: Timestamp,
    ) -> Verdict {
        match operation {
            Operation::Insert(rows) => self.insert(schema, rows, true).map(|()| Answer::Inserted),
            Operation::Select { filter, order, after, limit, total } => {
                Ok(self.select(schema, filter, order, after.as_deref(), *limit, *total))
            }
            Operation::Update { filter, set, returning } => {
                let rows = self.update(schema, |row| holds(filter, row), set)?;
                Ok(Answer::Updated { count: rows.len() as u64, rows: returning.then_some(rows) })
            }
            Operation::Upsert { on, row, set, only_if } => self.upsert(schema, *on, row, set, only_if),
            Operation::Delete { filter, mode } => {
                self.delete(schema, filter, *mode, now).map(Answer::Deleted)
            }
        }
    }

    fn insert(
        &mut self,
        schema: &'static EntitySchema,
        rows: &[Row],
        positions: bool,
    ) -> Result<(), Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut after = self.clone();
        let mut clashed = false;
        for (position, row) in rows.iter().enumerate() {
            let clashing = constraints::clashing(schema, row, after.rows(schema).iter());
            if !clashed && !clashing.is_empty() {
                clashed = true;
                let position = positions.then_some(position);
                refusals.extend(clashing.into_iter().map(|index| Refusal::Conflict { index, position }));
            }
            after.tables[number(schema)].push(row.clone());
            refusals.extend(after.missing(schema, row));
        }
        accept(refusals)?;
        *self = after;
        Ok(())
    }

    fn select(
        &self,
        schema: &'static EntitySchema,
        filter: &Predicate,
        order: &[Order],
        after: Option<&[Value]>,
        limit: Option<u32>,
        total: bool,
    ) -> Answer {
        let mut rows: Vec<_> = self.rows(schema).iter().filter(|row| holds(filter, row)).cloned().collect();
        let total = total.then_some(rows.len() as u64);
        let limit = limit.map_or(usize::MAX, |limit| limit as usize);
        if order.is_empty() {
            return Answer::Rows { rows, ordered: false, limit, total };
        }
        let by = |a: &dyn Fn(usize) -> Value, b: &dyn Fn(usize) -> Value| {
            for (position, by) in order.iter().enumerate() {
                let way = compare(&a(position), &b(position));
                if way != Ordering::Equal {
                    return if by.descending { way.reverse() } else { way };
                }
            }
            Ordering::Equal
        };
        rows.sort_by(|a, b| by(&|at| a[order[at].column].clone(), &|at| b[order[at].column].clone()));
        if let Some(after) = after {
            rows.retain(|row| {
                by(&|at| row[order[at].column].clone(), &|at| after[at].clone()) == Ordering::Greater
            });
        }
        rows.truncate(limit);
        Answer::Rows { rows, ordered: true, limit, total }
    }

    /// Changes rows; a clash counts when it is there after all of them are changed.
    fn update(
        &mut self,
        schema: &'static EntitySchema,
        matches: impl Fn(&Row) -> bool,
        set: &[Assignment],
    ) -> Result<Vec<Row>, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let mut after = self.clone();
        let mut changed = Vec::new();
        for (at, row) in after.tables[number(schema)].iter_mut().enumerate().filter(|(_, row)| matches(row)) {
            for Assignment { column, change } in set {
                match (change, &mut row[*column]) {
                    (Change::Set(value), stored) => *stored = value.clone(),
                    (Change::Add(by), Value::Int(stored)) => match stored.checked_add(*by) {
                        Some(sum) => *stored = sum,
                        None => refusals.push(Refusal::InvalidValue { column: *column }),
                    },
                    (Change::Add(_), _) => {}
                }
            }
            changed.push(at);
        }
        let rows = after.rows(schema);
        for &at in &changed {
            let others = rows.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, row)| row);
            let clashing = constraints::clashing(schema, &rows[at], others);
            refusals.extend(clashing.into_iter().map(|index| Refusal::Conflict { index, position: None }));
            refusals.extend(after.missing(schema, &rows[at]));
        }
        accept(refusals)?;
        let rows = changed.iter().map(|&at| rows[at].clone()).collect();
        *self = after;
        Ok(rows)
    }

    fn upsert(
        &mut self,
        schema: &'static EntitySchema,
        on: UniqueKey,
        row: &Row,
        set: &[Assignment],
        only_if: &Predicate,
    ) -> Verdict {
        let found =
            self.rows(schema).iter().find(|stored| constraints::clash(schema, on, stored, row)).cloned();
        let Some(found) = found else {
            self.insert(schema, std::slice::from_ref(row), false)?;
            return Ok(Answer::Upserted { row: row.clone(), inserted: true });
        };
        if !holds(only_if, &found) {
            return Err(vec![Refusal::Conflict { index: constraints::name(on), position: None }]);
        }
        let rows =
            self.update(schema, |row| constraints::clash(schema, UniqueKey::Primary, row, &found), set)?;
        Ok(Answer::Upserted { row: rows.into_iter().next().unwrap_or(found), inserted: false })
    }
}

fn accept(refusals: Vec<Refusal>) -> Result<(), Vec<Refusal>> {
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

fn number(schema: &'static EntitySchema) -> usize {
    TABLES.iter().position(|table| *table == schema).unwrap_or_default()
}
