//! What a deletion reaches: the rows that reference the deleted ones, and those that reference them, and so on (R13, R25).

use std::collections::{HashMap, VecDeque};

use super::keys::{self, KEYS_PER_CALL, any_of};
use super::{Assignment, Change, Delete, DeleteMode, ReferenceGraph, Select};
use crate::Timestamp;
use crate::error::{Error, ErrorKind, Result};
use crate::query::{Predicate, key};
use crate::schema::{EntitySchema, OnDelete};
use crate::value::{Row, Value};

/// Finds everything that a [`Delete`] must write, by asking for rows and being fed them: it does no I/O of its own, so
/// every backend can drive it inside whatever makes it atomic there.
///
/// - A removed row takes along the rows that cascade from it, soft-deleted ones too, since nothing may reference a row that
///   is gone. A soft-deleted row takes along live rows only: those of soft-deletable entities are soft-deleted, others removed.
/// - `restrict` is judged at the end: a row that is deleted by the same call doesn't stand in the way, unless it is only
///   soft-deleted while what it references is removed.
///
/// ```text
/// let mut walk = CascadeWalk::new(&delete, rows_that_match);
/// while let Some(select) = walk.next_select() { walk.feed(rows_of(select)); }
/// for write in walk.finish()? { apply(write) }
/// ```
#[derive(Debug)]
pub struct CascadeWalk<'d> {
    graph: &'d ReferenceGraph,
    now: Timestamp,
    questions: VecDeque<Question>,
    asked: Option<Question>,
    reached: HashMap<(&'static EntitySchema, Vec<u8>), Reached>,
    // The order in which rows were reached, so that what is written does not depend on hashing.
    order: Vec<(&'static EntitySchema, Vec<u8>)>,
    nulled: Vec<CascadeWrite>,
    restricting: Vec<Restricting>,
}

#[derive(Debug)]
struct Reached {
    mode: DeleteMode,
    values: Vec<Value>,
}

/// A row that stands in the way of a deletion, unless it is deleted as well.
#[derive(Debug)]
struct Restricting {
    error: Error,
    row: (&'static EntitySchema, Vec<u8>),
    // How the row that it references is deleted.
    mode: DeleteMode,
}

/// Which rows reference these rows by this reference?
#[derive(Debug)]
struct Question {
    target: &'static EntitySchema,
    child: &'static EntitySchema,
    columns: &'static [usize],
    on_delete: OnDelete,
    mode: DeleteMode,
    keys: Vec<Vec<Value>>,
}

/// One thing to write. They are given in the order in which foreign keys allow them.
#[derive(Debug)]
#[non_exhaustive]
pub enum CascadeWrite {
    /// Change the rows that match.
    Update {
        /// Of which entity.
        schema: &'static EntitySchema,
        /// Which rows, by their ids.
        filter: Predicate,
        /// What to change.
        set: Vec<Assignment>,
    },
    /// Remove the rows that match.
    Remove {
        /// Of which entity.
        schema: &'static EntitySchema,
        /// Which rows, by their ids.
        filter: Predicate,
    },
}

impl<'d> CascadeWalk<'d> {
    /// A walk from `rows`, which are those that match the deletion's filter.
    #[must_use]
    pub fn new(delete: &'d Delete, rows: Vec<Row>) -> Self {
        let mut walk = Self {
            graph: &delete.references,
            now: delete.now,
            questions: VecDeque::new(),
            asked: None,
            reached: HashMap::new(),
            order: Vec::new(),
            nulled: Vec::new(),
            restricting: Vec::new(),
        };
        walk.reach(delete.schema, delete.mode, rows);
        walk
    }

    /// The next rows to look up, all of them and in any order; `None` when everything is known. [`CascadeWalk::feed`] it the answer.
    #[must_use]
    pub fn next_select(&mut self) -> Option<Select> {
        let question = self.questions.pop_front()?;
        let mut filter = any_of(question.columns, &question.keys);
        if let (DeleteMode::Soft, Some(column)) = (question.mode, question.child.soft_delete()) {
            filter = filter.and(Predicate::IsNull { column });
        }
        let select = Select::new(question.child, filter);
        self.asked = Some(question);
        Some(select)
    }

    /// The rows that the last [`CascadeWalk::next_select`] asked for.
    pub fn feed(&mut self, rows: Vec<Row>) {
        let Some(question) = self.asked.take() else { return };
        if rows.is_empty() {
            return;
        }
        let child = question.child;
        match question.on_delete {
            OnDelete::Cascade => {
                let soft = question.mode == DeleteMode::Soft && child.soft_delete().is_some();
                self.reach(child, if soft { DeleteMode::Soft } else { DeleteMode::Hard }, rows);
            }
            OnDelete::Restrict => {
                // A row that has expired is as good as gone (R16), so it doesn't stand in the way.
                let (expired, rows) =
                    rows.into_iter().partition::<Vec<_>, _>(|row| has_expired(child, row, self.now));
                self.reach(child, DeleteMode::Hard, expired);
                let error = Error::from(ErrorKind::Restricted {
                    entity: question.target.entity(),
                    by: child.entity(),
                });
                let restricting = rows.iter().map(|row| {
                    let row = (child, key::of(keys::of(child, row)));
                    Restricting { error: error.clone(), row, mode: question.mode }
                });
                self.restricting.extend(restricting);
            }
            OnDelete::SetNull => {
                let keys: Vec<_> = rows.iter().map(|row| keys::of(child, row).cloned().collect()).collect();
                let nulls = question.columns.iter().filter(|&&column| child.column(column).is_nullable());
                let mut set: Vec<_> =
                    nulls.map(|&column| Assignment { column, change: Change::Set(Value::Null) }).collect();
                set.extend(stamps(child, self.now));
                let chunks = keys.chunks(KEYS_PER_CALL);
                self.nulled.extend(chunks.map(|keys| CascadeWrite::Update {
                    schema: child,
                    filter: any_of(child.key(), keys),
                    set: set.clone(),
                }));
            }
        }
    }

    /// Everything there is to write.
    ///
    /// # Errors
    ///
    /// [`Restricted`](crate::ErrorKind::Restricted) when a row that stays references one that is to go; nothing must be written then.
    pub fn finish(self) -> Result<Vec<CascadeWrite>> {
        for Restricting { error, row, mode } in self.restricting {
            let goes_along = |reached: &Reached| reached.mode == DeleteMode::Hard || mode == DeleteMode::Soft;
            if !self.reached.get(&row).is_some_and(goes_along) {
                return Err(error);
            }
        }
        let mut writes = self.nulled;
        for schema in self.graph.children_first() {
            // Last reached first: within one table a child is reached after its parent.
            let reached = self.order.iter().rev().filter(|(of, _)| *of == schema);
            let (mut soft, mut hard) = (Vec::new(), Vec::new());
            for entry in reached.filter_map(|entry| self.reached.get(entry)) {
                match entry.mode {
                    DeleteMode::Soft => soft.push(entry.values.clone()),
                    DeleteMode::Hard => hard.push(entry.values.clone()),
                }
            }
            let set = soft_deletion(schema, self.now);
            writes.extend(soft.chunks(KEYS_PER_CALL).map(|keys| CascadeWrite::Update {
                schema,
                filter: any_of(schema.key(), keys),
                set: set.clone(),
            }));
            let chunks = hard.chunks(KEYS_PER_CALL);
            writes.extend(
                chunks.map(|keys| CascadeWrite::Remove { schema, filter: any_of(schema.key(), keys) }),
            );
        }
        Ok(writes)
    }

    /// These rows are deleted; who references them is to be asked.
    fn reach(&mut self, schema: &'static EntitySchema, mode: DeleteMode, rows: Vec<Row>) {
        let mut fresh = Vec::with_capacity(rows.len());
        for row in rows {
            let values: Vec<_> = keys::of(schema, &row).cloned().collect();
            let id = (schema, key::of(&values));
            match self.reached.get_mut(&id) {
                None => {
                    self.reached.insert(id.clone(), Reached { mode, values: values.clone() });
                    self.order.push(id);
                }
                // Reached before as soft-deleted, now to be removed: what references it must be asked again.
                Some(before) if before.mode == DeleteMode::Soft && mode == DeleteMode::Hard => {
                    before.mode = mode
                }
                Some(_) => continue,
            }
            fresh.push(values);
        }
        for referrer in self.graph.referrers(schema) {
            let questions = fresh.chunks(KEYS_PER_CALL).map(|keys| Question {
                target: schema,
                child: referrer.schema,
                columns: referrer.reference.columns(),
                on_delete: referrer.reference.on_delete(),
                mode,
                keys: keys.to_vec(),
            });
            self.questions.extend(questions);
        }
    }
}

fn has_expired(schema: &'static EntitySchema, row: &Row, now: Timestamp) -> bool {
    schema.ttl().is_some_and(|column| matches!(row[column], Value::Timestamp(at) if at <= now))
}

/// What a soft deletion at `now` changes in a row: nothing in one of an entity that can't be soft-deleted.
pub(super) fn soft_deletion(schema: &'static EntitySchema, now: Timestamp) -> Vec<Assignment> {
    let mark =
        schema.soft_delete().map(|column| Assignment { column, change: Change::Set(Value::Timestamp(now)) });
    mark.into_iter().chain(stamps(schema, now)).collect()
}

/// What every write of the store itself changes in a row: the `updated` and `version` columns.
fn stamps(schema: &'static EntitySchema, now: Timestamp) -> impl Iterator<Item = Assignment> {
    let updated =
        schema.updated().map(|column| Assignment { column, change: Change::Set(Value::Timestamp(now)) });
    let version = schema.version().map(|column| Assignment { column, change: Change::Add(1) });
    updated.into_iter().chain(version)
}
