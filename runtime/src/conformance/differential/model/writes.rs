//! Rows that are added and changed.

use super::evaluate::holds;
use super::{Answer, Model, Refusal, Verdict, accept, constraints, number};
use crate::backend::{Assignment, Change, UniqueKey};
use crate::query::Predicate;
use crate::schema::EntitySchema;
use crate::value::{Row, Value};

impl Model {
    pub(super) fn insert(
        &mut self,
        schema: &'static EntitySchema,
        rows: &[Row],
        positions: bool,
    ) -> Verdict<()> {
        let mut refusals = Vec::new();
        let mut after = self.clone();
        let mut clashed = false;
        for (position, row) in rows.iter().enumerate() {
            let clashing = constraints::clashing(schema, row, after.rows(schema).iter());
            if !clashed && !clashing.is_empty() {
                clashed = true;
                let position = positions.then_some(position);
                let conflict = |index| Refusal::Conflict { schema, index, position };
                refusals.extend(clashing.into_iter().map(conflict));
            }
            after.tables[number(schema)].push(row.clone());
            refusals.extend(after.missing(schema, row));
        }
        accept(refusals)?;
        *self = after;
        Ok(())
    }

    /// Changes the rows at these places; a clash counts when it is there after all of them are changed.
    pub(super) fn update(
        &mut self,
        schema: &'static EntitySchema,
        places: &[usize],
        set: &[Assignment],
    ) -> Verdict<Vec<Row>> {
        let mut refusals = Vec::new();
        let mut after = self.clone();
        for &at in places {
            let row = &mut after.tables[number(schema)][at];
            for Assignment { column, change } in set {
                match (change, &mut row[*column]) {
                    (Change::Set(value), stored) => *stored = value.clone(),
                    (Change::Add(by), Value::Int(stored)) => match stored.checked_add(*by) {
                        Some(sum) => *stored = sum,
                        None => refusals.push(Refusal::InvalidValue { schema, column: *column }),
                    },
                    (Change::Add(_), _) => refusals.push(Refusal::InvalidValue { schema, column: *column }),
                }
            }
        }
        let rows = after.rows(schema);
        for &at in places {
            let others = rows.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, row)| row);
            let clashing = constraints::clashing(schema, &rows[at], others);
            let conflict = |index| Refusal::Conflict { schema, index, position: None };
            refusals.extend(clashing.into_iter().map(conflict));
            refusals.extend(after.missing(schema, &rows[at]));
        }
        accept(refusals)?;
        let rows = places.iter().map(|&at| rows[at].clone()).collect();
        *self = after;
        Ok(rows)
    }

    pub(super) fn upsert(
        &mut self,
        schema: &'static EntitySchema,
        on: UniqueKey,
        row: &Row,
        set: &[Assignment],
        only_if: &Predicate,
    ) -> Verdict {
        let found = self.rows(schema).iter().position(|stored| constraints::clash(schema, on, stored, row));
        let Some(found) = found else {
            self.insert(schema, std::slice::from_ref(row), false)?;
            return Ok(Answer::Upserted { row: row.clone(), inserted: true });
        };
        if !holds(only_if, &self.rows(schema)[found]) {
            return Err(vec![Refusal::Conflict { schema, index: constraints::name(on), position: None }]);
        }
        if !set.is_empty() {
            self.update(schema, &[found], set)?;
        }
        Ok(Answer::Upserted { row: self.rows(schema)[found].clone(), inserted: false })
    }
}
