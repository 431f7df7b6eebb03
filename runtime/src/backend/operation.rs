//! What an [`Executor`](super::Executor) is asked to do.

use std::collections::HashSet;
use std::sync::Arc;

use super::cascade::soft_deletion;
use super::keys::any_of;
use super::{ReferenceGraph, UniqueKey};
use crate::Timestamp;
use crate::query::{CompareOp, Order, Predicate, key};
use crate::schema::{EntitySchema, IndexSchema};
use crate::value::{Row, Value};

/// Asks for rows.
#[derive(Debug, Clone)]
pub struct Select {
    /// Of which entity.
    pub schema: &'static EntitySchema,
    /// Which rows.
    pub filter: Predicate,
    /// In which order; empty when it does not matter. Otherwise complete: it ends with every column of the id that it
    /// doesn't name before, ascending.
    pub order: Vec<Order>,
    /// Only rows that come after these values of the `order` columns, in the order.
    pub after: Option<Vec<Value>>,
    /// At most this many rows; 0 asks for the total only.
    pub limit: Option<u32>,
    /// Whether the number of all rows that match is asked for, whatever `after` and `limit` say.
    pub total: bool,
    /// Only rows that rows of another entity reference; the total counts such only.
    pub through: Option<Through>,
}

/// Only rows whose id stands in the reference of a row of another entity: the organizations of a user by way of members.
///
/// A backend that can't ask two tables at once calls [`Through::resolve`] first.
#[derive(Debug, Clone)]
pub struct Through {
    /// The entity that holds the reference.
    pub schema: &'static EntitySchema,
    /// Which of its rows.
    pub filter: Predicate,
    /// Its columns that hold the id of the rows that are asked for.
    pub columns: &'static [usize],
}

impl Through {
    /// The select that finds the rows which are referenced.
    #[must_use]
    pub fn links(&self) -> Select {
        Select::new(self.schema, self.filter.clone())
    }

    /// The same question without the other entity, from the rows that [`Through::links`] gave.
    #[must_use]
    pub fn resolve(&self, select: Select, links: &[Row]) -> Select {
        let key = select.schema.key();
        let mut seen = HashSet::with_capacity(links.len());
        let mut keys = Vec::with_capacity(links.len());
        for link in links {
            let values: Vec<_> = self.columns.iter().map(|&column| link[column].clone()).collect();
            if !values.iter().any(Value::is_null) && seen.insert(key::of(&values)) {
                keys.push(values);
            }
        }
        let filter = select.filter.and(any_of(key, &keys));
        Select { filter, through: None, ..select }
    }
}

impl Select {
    /// Asks for every row that matches, in no order.
    #[must_use]
    pub const fn new(schema: &'static EntitySchema, filter: Predicate) -> Self {
        Self { schema, filter, order: Vec::new(), after: None, limit: None, total: false, through: None }
    }

    /// Whether the conditions fix the whole id, or a whole unique index among the rows that it counts, so that at most one
    /// row matches.
    #[must_use]
    pub fn names_one(&self) -> bool {
        names_one(self.schema, &self.filter)
    }

    /// Which rows come after [`Select::after`], as a predicate, for backends that have no better way to seek.
    #[must_use]
    pub fn after_predicate(&self) -> Option<Predicate> {
        let values = self.after.as_ref()?;
        let mut ways = Vec::with_capacity(values.len());
        for (position, (by, value)) in self.order.iter().zip(values).enumerate() {
            let column = by.column;
            let beyond = match (by.descending, value.is_null()) {
                (false, true) => Predicate::Not(Box::new(Predicate::IsNull { column })),
                (false, false) => Predicate::Compare { column, op: CompareOp::Gt, value: value.clone() },
                (true, true) => continue,
                (true, false) => Predicate::Any(vec![
                    Predicate::Compare { column, op: CompareOp::Lt, value: value.clone() },
                    Predicate::IsNull { column },
                ]),
            };
            let mut way: Vec<_> = (self.order.iter().zip(values).take(position))
                .map(|(by, value)| Predicate::equals(by.column, value.clone()))
                .collect();
            way.push(beyond);
            ways.push(Predicate::All(way));
        }
        Some(Predicate::Any(ways))
    }
}

/// Whether at most one row can match: the id is fixed, or a unique index and that the row is one of those that it holds.
pub(crate) fn names_one(schema: &'static EntitySchema, filter: &Predicate) -> bool {
    let parts = filter.parts();
    let fixed = |column: usize| {
        let fixes = |part: &Predicate| matches!(part, Predicate::Compare { column: of, op: CompareOp::Eq, .. } if *of == column);
        parts.iter().any(fixes)
    };
    let live = || {
        let deleted = schema.soft_delete();
        deleted.is_none_or(|deleted| parts.contains(&Predicate::IsNull { column: deleted }))
    };
    let held = |index: &IndexSchema| {
        index.columns().iter().all(|part| fixed(part.column()))
            && index.filter().is_none_or(|filter| filter.parts().iter().all(|part| parts.contains(part)))
    };
    let mut unique = schema.indexes().iter().filter(|index| index.is_unique());
    schema.key().iter().all(|&column| fixed(column)) || unique.any(held) && live()
}

/// The answer to a [`Select`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// The rows.
    pub rows: Vec<Row>,
    /// How many rows match, if that was asked for.
    pub total: Option<u64>,
}

/// Asks to add rows.
#[derive(Debug, Clone)]
pub struct Insert {
    /// To which entity.
    pub schema: &'static EntitySchema,
    /// The rows, never none.
    pub rows: Vec<Row>,
}

/// Asks to change rows.
#[derive(Debug, Clone)]
pub struct Update {
    /// Of which entity.
    pub schema: &'static EntitySchema,
    /// Which rows.
    pub filter: Predicate,
    /// What to change, never a column of the id.
    pub set: Vec<Assignment>,
    /// Whether the changed rows are asked for.
    pub returning: bool,
    /// Which rows come first where `limit` leaves some out; complete as in [`Select::order`], or empty.
    pub order: Vec<Order>,
    /// At most this many rows. Which of several callers gets a row is decided as it is changed (R14).
    pub limit: Option<u32>,
}

impl Update {
    /// Asks to change every row that matches, and for none of them back.
    #[must_use]
    pub const fn new(schema: &'static EntitySchema, filter: Predicate, set: Vec<Assignment>) -> Self {
        Self { schema, filter, set, returning: false, order: Vec::new(), limit: None }
    }
}

/// The answer to an [`Update`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Updated {
    /// How many rows matched.
    pub count: u64,
    /// The changed rows, if they were asked for.
    pub rows: Vec<Row>,
}

/// The change of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// The column's position.
    pub column: usize,
    /// Its change.
    pub change: Change,
}

/// How a column is changed.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// To this value.
    Set(Value),
    /// By adding to the integer that is stored. An overflow, and a null, MUST be
    /// [`InvalidValue`](crate::ErrorKind::InvalidValue) and change nothing.
    Add(i64),
}

/// Asks to add a row or to change the one that is there. Without changes, the one that is there is left as it is.
#[derive(Debug, Clone)]
pub struct Upsert {
    /// Of which entity.
    pub schema: &'static EntitySchema,
    /// What tells whether it is there.
    pub on: UniqueKey,
    /// The row to add.
    pub row: Row,
    /// What to change when it is there.
    pub set: Vec<Assignment>,
    /// What the row that is there must match, else the call is a conflict on `on`.
    pub only_if: Predicate,
}

/// The answer to an [`Upsert`].
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// The row as it is stored now.
    pub row: Row,
    /// Whether it was added; else it was there and was changed.
    pub inserted: bool,
}

/// Asks to delete rows.
#[derive(Debug, Clone)]
pub struct Delete {
    /// Of which entity.
    pub schema: &'static EntitySchema,
    /// Which rows.
    pub filter: Predicate,
    /// How.
    pub mode: DeleteMode,
    /// The moment of the call, for the `soft_delete` and `updated` columns of what the deletion reaches.
    pub now: Timestamp,
    /// Who references whom in this store, plugins included (R25). It holds `schema`.
    pub references: Arc<ReferenceGraph>,
    /// Whether the rows that matched are asked for, as they were before.
    pub returning: bool,
    /// Which rows come first where `limit` leaves some out; complete as in [`Select::order`], or empty.
    pub order: Vec<Order>,
    /// At most this many rows that match. Which of several callers gets a row is decided as it is deleted (R14).
    pub limit: Option<u32>,
}

/// The answer to a [`Delete`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deleted {
    /// How many rows matched and were deleted, without those that the deletion reached from there.
    pub count: u64,
    /// These rows as they were before, if they were asked for.
    pub rows: Vec<Row>,
}

impl Delete {
    /// Asks to delete every row that matches, and for none of them back.
    #[must_use]
    pub const fn new(
        schema: &'static EntitySchema,
        filter: Predicate,
        mode: DeleteMode,
        now: Timestamp,
        references: Arc<ReferenceGraph>,
    ) -> Self {
        Self { schema, filter, mode, now, references, returning: false, order: Vec::new(), limit: None }
    }

    /// What a soft deletion changes in each row that matches: for a backend that takes a shorter way than
    /// [`CascadeWalk`](super::CascadeWalk) where nobody references the entity.
    #[must_use]
    pub fn soft_deletion(&self) -> Vec<Assignment> {
        soft_deletion(self.schema, self.now)
    }
}

/// How rows are deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeleteMode {
    /// Marked in the entity's `soft_delete` column. Only for entities that have one.
    Soft,
    /// Removed.
    Hard,
}
