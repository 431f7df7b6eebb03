//! The naive model: one list of rows for each table, and loops.
//!
//! It shares no logic with any backend nor with what the library offers to backends: it would share their mistakes.

mod cascade;
mod constraints;
mod evaluate;
mod reads;
mod writes;

pub(super) use evaluate::same_row;

use super::operations::{Operation, Step};
use super::schemas::TABLES;
use crate::Timestamp;
use crate::schema::EntitySchema;
use crate::value::Row;

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
    /// For each group its values, and at the end how many rows it has.
    Groups(Vec<Row>),
    Updated {
        count: u64,
        rows: Option<Vec<Row>>,
    },
    Upserted {
        row: Row,
        inserted: bool,
    },
    Deleted {
        count: u64,
        rows: Option<Vec<Row>>,
    },
    Batch(Vec<Answer>),
}

/// Why a call must fail. Where several reasons hold at once, a backend may give any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    Conflict { schema: &'static EntitySchema, index: &'static str, position: Option<usize> },
    MissingReference { schema: &'static EntitySchema, columns: &'static [usize] },
    Restricted { entity: &'static str, by: &'static str },
    InvalidValue { schema: &'static EntitySchema, column: usize },
    NotFound { entity: &'static str },
}

pub(super) type Verdict<T = Answer> = Result<T, Vec<Refusal>>;

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
            Operation::Select { filter, order, after, limit, total, through } => {
                let mut rows = self.matching(schema, filter);
                if let Some(through) = through {
                    rows.retain(|row| self.is_linked(schema, row, through));
                }
                Ok(reads::page(rows, order, after.as_deref(), *limit, *total))
            }
            Operation::CountBy { filter, columns } => {
                Ok(Answer::Groups(reads::groups(&self.matching(schema, filter), columns)))
            }
            Operation::Update { rows, set, returning } => {
                let places = self.reached(schema, rows);
                let rows = self.update(schema, &places, set)?;
                Ok(Answer::Updated { count: rows.len() as u64, rows: returning.then_some(rows) })
            }
            Operation::Upsert { on, row, set, only_if } => self.upsert(schema, *on, row, set, only_if),
            Operation::Delete { rows, mode, returning } => {
                let places = self.reached(schema, rows);
                let rows: Vec<_> = places.iter().map(|&at| self.rows(schema)[at].clone()).collect();
                self.delete(schema, &places, *mode, now)?;
                Ok(Answer::Deleted { count: rows.len() as u64, rows: returning.then_some(rows) })
            }
            Operation::Batch(steps) => self.batch(steps, now),
        }
    }

    fn batch(&mut self, steps: &[(Step, bool)], now: Timestamp) -> Verdict {
        let mut after = self.clone();
        let mut answers = Vec::new();
        for ((schema, operation), required) in steps {
            let answer = after.run(schema, operation, now)?;
            let none = matches!(answer, Answer::Updated { count: 0, .. } | Answer::Deleted { count: 0, .. });
            if *required && none {
                return Err(vec![Refusal::NotFound { entity: schema.entity() }]);
            }
            answers.push(answer);
        }
        *self = after;
        Ok(Answer::Batch(answers))
    }
}

fn accept(refusals: Vec<Refusal>) -> Verdict<()> {
    if refusals.is_empty() { Ok(()) } else { Err(refusals) }
}

fn number(schema: &'static EntitySchema) -> usize {
    TABLES.iter().position(|table| *table == schema).unwrap_or_default()
}
