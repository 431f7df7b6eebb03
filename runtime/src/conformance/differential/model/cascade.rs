//! What a deletion does to the rows that reference the deleted ones.

use super::constraints::{live, refers};
use super::{Model, Refusal, TABLES, Verdict, number};
use crate::Timestamp;
use crate::backend::DeleteMode;
use crate::schema::{EntitySchema, OnDelete, ReferenceSchema};
use crate::value::{Row, Value};

/// A row by the number of its table and its place there, and how it is deleted.
type Reached = (usize, usize, DeleteMode);

impl Model {
    /// Deletes the rows at these places.
    pub(super) fn delete(
        &mut self,
        schema: &'static EntitySchema,
        places: &[usize],
        mode: DeleteMode,
        now: Timestamp,
    ) -> Verdict<()> {
        let mut reached: Vec<Reached> = places.iter().map(|&at| (number(schema), at, mode)).collect();
        while self.spread(&mut reached, now) {}

        let mut refusals = Vec::new();
        let mut nulled = Vec::new();
        for &parent in &reached {
            for (child, at, reference) in self.children(parent) {
                let by = (child, at);
                match reference.on_delete() {
                    OnDelete::Cascade => {}
                    // A row that is only marked still references one that is removed.
                    OnDelete::Restrict if goes_along(&reached, by, parent.2) => {}
                    OnDelete::Restrict => {
                        let (entity, by) = (TABLES[parent.0].entity(), TABLES[child].entity());
                        refusals.push(Refusal::Restricted { entity, by });
                    }
                    OnDelete::SetNull => nulled.push((child, at, reference)),
                }
            }
        }
        super::accept(refusals)?;
        for (child, at, reference) in nulled {
            let row = &mut self.tables[child][at];
            for &column in reference.columns() {
                if TABLES[child].column(column).is_nullable() {
                    row[column] = Value::Null;
                }
            }
            stamp(TABLES[child], row, now);
        }
        self.remove(&reached, now);
        Ok(())
    }

    /// Adds the rows that go with those reached so far: whether there were any.
    fn spread(&self, reached: &mut Vec<Reached>, now: Timestamp) -> bool {
        let mut more = false;
        for parent in reached.clone() {
            for (child, at, reference) in self.children(parent) {
                let soft = parent.2 == DeleteMode::Soft && TABLES[child].soft_delete().is_some();
                let mode = match reference.on_delete() {
                    OnDelete::Cascade if soft => DeleteMode::Soft,
                    OnDelete::Cascade => DeleteMode::Hard,
                    // It is as good as gone, so it can't stand in the way.
                    OnDelete::Restrict if expired(TABLES[child], &self.tables[child][at], now) => {
                        DeleteMode::Hard
                    }
                    OnDelete::Restrict | OnDelete::SetNull => continue,
                };
                match reached.iter_mut().find(|row| (row.0, row.1) == (child, at)) {
                    None => reached.push((child, at, mode)),
                    Some(row) if row.2 == DeleteMode::Soft && mode == DeleteMode::Hard => row.2 = mode,
                    Some(_) => continue,
                }
                more = true;
            }
        }
        more
    }

    /// The rows that reference this one, as far as its deletion looks at them.
    fn children(&self, (table, at, mode): Reached) -> Vec<(usize, usize, &'static ReferenceSchema)> {
        let (schema, row) = (TABLES[table], &self.tables[table][at]);
        let mut children = Vec::new();
        for (number, child) in TABLES.iter().enumerate() {
            for reference in child.references().iter().filter(|reference| reference.target() == schema) {
                for (at, candidate) in self.tables[number].iter().enumerate() {
                    let seen = mode == DeleteMode::Hard || live(child, candidate);
                    if seen && refers(candidate, reference.columns(), schema, row) {
                        children.push((number, at, reference));
                    }
                }
            }
        }
        children
    }

    fn remove(&mut self, reached: &[Reached], now: Timestamp) {
        for (number, schema) in TABLES.iter().enumerate() {
            let mode = |at: usize| reached.iter().find(|row| (row.0, row.1) == (number, at)).map(|row| row.2);
            let mut kept = Vec::new();
            for (at, mut row) in std::mem::take(&mut self.tables[number]).into_iter().enumerate() {
                match mode(at) {
                    Some(DeleteMode::Hard) => continue,
                    Some(DeleteMode::Soft) => {
                        if let Some(column) = schema.soft_delete() {
                            row[column] = Value::Timestamp(now);
                        }
                        stamp(schema, &mut row, now);
                    }
                    None => {}
                }
                kept.push(row);
            }
            self.tables[number] = kept;
        }
    }
}

/// Whether a row that references one deleted in `mode` is deleted so that the reference does no harm.
fn goes_along(reached: &[Reached], (table, at): (usize, usize), mode: DeleteMode) -> bool {
    let enough = |own: DeleteMode| own == DeleteMode::Hard || mode == DeleteMode::Soft;
    reached.iter().any(|row| (row.0, row.1) == (table, at) && enough(row.2))
}

fn expired(schema: &'static EntitySchema, row: &Row, now: Timestamp) -> bool {
    match schema.ttl().map(|column| &row[column]) {
        Some(Value::Timestamp(until)) => until.unix_micros() <= now.unix_micros(),
        _ => false,
    }
}

/// What every write of the store changes besides.
fn stamp(schema: &'static EntitySchema, row: &mut Row, now: Timestamp) {
    if let Some(column) = schema.updated() {
        row[column] = Value::Timestamp(now);
    }
    if let Some(Value::Int(version)) = schema.version().map(|column| &mut row[column]) {
        *version += 1;
    }
}
